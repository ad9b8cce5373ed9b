import { Body, Controller, HttpCode, Param, Patch, Post, Req } from '@nestjs/common';
import type { SagaState } from '@partitura/engine';
import { Runtime } from '@partitura/runtime';
import type { Request } from 'express';
import { activateJobs, completeJob, failJob, throwJobError, updateJob } from '../schemas/jobs';
import { activatedJobView } from '../views/job-view';
import { notFound } from './api-problem';
import { whenClosed } from './request-closed';
import { type Found, SagaCommands } from './saga-commands';
import { valid } from './validate';

/** How long an activation waits for a job when the request does not say. */
const DEFAULT_WAIT_MS = 10_000;

const isJob = ({ jobs }: SagaState, id: number) => jobs[id] !== undefined && jobs[id].kind !== 'user';

/** Jobs for clients. A participant's jobs go to its service by the bus: clients ask for those of processes without a pool. */
@Controller('v2/jobs')
export class JobsController {
  constructor(
    private readonly runtime: Runtime,
    private readonly sagas: SagaCommands,
  ) {}

  @Post('activation')
  @HttpCode(200)
  async activate(@Body() body: unknown, @Req() request: Request) {
    const activation = valid(activateJobs, body);
    const { type, worker, timeout, maxJobsToActivate, fetchVariable, requestTimeout } = activation;
    const gone = new AbortController();
    whenClosed(request, () => gone.abort());
    const jobs = await this.runtime.activateJobs({
      type,
      max: maxJobsToActivate,
      timeoutMs: timeout,
      waitMs: requestTimeout === 0 ? DEFAULT_WAIT_MS : Math.max(0, requestTimeout),
      signal: gone.signal,
    });
    return { jobs: jobs.map((job) => activatedJobView(job, worker, fetchVariable)) };
  }

  @Post(':jobKey/completion')
  @HttpCode(204)
  async complete(@Param('jobKey') key: string, @Body() body: unknown): Promise<void> {
    const { variables } = valid(completeJob, body);
    const found = await this.job(key);
    await this.sagas.tell(found, { kind: 'completeJob', job: found.localId, variables });
  }

  @Post(':jobKey/failure')
  @HttpCode(204)
  async fail(@Param('jobKey') key: string, @Body() body: unknown): Promise<void> {
    const { retries, errorMessage, retryBackOff, variables } = valid(failJob, body ?? undefined);
    const found = await this.job(key);
    await this.sagas.tell(found, {
      kind: 'failJob',
      job: found.localId,
      retries,
      message: errorMessage,
      backoffMs: retryBackOff,
      ...(variables ? { variables } : {}),
    });
  }

  @Post(':jobKey/error')
  @HttpCode(204)
  async throwError(@Param('jobKey') key: string, @Body() body: unknown): Promise<void> {
    const { errorCode: code, errorMessage: message, variables } = valid(throwJobError, body);
    const found = await this.job(key);
    await this.sagas.tell(found, {
      kind: 'throwJobError',
      job: found.localId,
      code,
      ...(message ? { message } : {}),
      ...(variables ? { variables } : {}),
    });
  }

  @Patch(':jobKey')
  @HttpCode(204)
  async update(@Param('jobKey') key: string, @Body() body: unknown): Promise<void> {
    const { retries, timeout } = valid(updateJob, body).changeset;
    const found = await this.job(key);
    if (typeof retries === 'number')
      await this.sagas.tell(found, { kind: 'setJobRetries', job: found.localId, retries });
    if (typeof timeout !== 'number') return;
    const kept = await this.runtime.keepJob(found.sagaId, found.localId, Date.now() + timeout);
    if (!kept) throw notFound('job that a client may have', key);
  }

  private job(key: string): Promise<Found> {
    return this.sagas.find('job', key, isJob);
  }
}

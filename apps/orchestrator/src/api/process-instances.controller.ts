import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import {
  type ProcessDefinition,
  publicKey,
  Runtime,
  type SagaEnd,
  type SagaQueries,
  type Started,
  startProblem,
  type StartRequest,
} from '@partitura/runtime';
import { beginSagaTrace, traceparentOf } from '@partitura/telemetry';
import type { Request } from 'express';
import type { z } from 'zod';
import { createProcessInstance } from '../schemas/create-process-instance';
import { pageOf } from '../schemas/page';
import { searchProcessInstances } from '../schemas/search-process-instances';
import { QUERIES } from '../tokens';
import { pageView } from '../views/page-view';
import { processInstanceView } from '../views/process-instance-view';
import { sagaStateOf } from '../views/saga-view';
import { ApiProblem, notFound } from './api-problem';
import { instanceFilterOf } from './search-filters';
import { whenClosed } from './request-closed';
import { linkToSagaOf } from './request-trace';
import { placeOf } from './place';
import { valid } from './validate';

type Creation = z.output<typeof createProcessInstance>;

/** How long `awaitCompletion` waits when the request does not say. */
const DEFAULT_WAIT_MS = 10_000;

@Controller('v2/process-instances')
export class ProcessInstancesController {
  constructor(
    private readonly runtime: Runtime,
    @Inject(QUERIES) private readonly queries: SagaQueries,
  ) {}

  @Post()
  @HttpCode(200)
  async create(@Body() body: unknown, @Req() request: Request) {
    const creation = valid(createProcessInstance, body);
    const definition = this.definitionFor(creation);
    const start = {
      definition,
      variables: creation.variables,
      sagaId: creation.sagaId,
      traceparent: traceparentOf(),
    };
    if (creation.awaitCompletion) return this.startAndWait(creation, start, request);
    const started = await this.runtime.startSaga(start);
    beginSagaTrace(started.sagaId);
    return { ...this.creationView(definition, started), variables: {}, state: activeState(started) };
  }

  @Get(':processInstanceKey')
  async get(@Param('processInstanceKey') key: string) {
    const { number, localId } = placeOf('process instance', key);
    const saga = await this.runtime.sagaByNumber(number);
    const instance = saga?.state?.instances[localId];
    if (!saga || !instance) throw notFound('process instance', key);
    linkToSagaOf(saga);
    const hasIncident = Object.values(saga.state?.incidents ?? {}).some(
      (incident) => incident.instance === localId,
    );
    return processInstanceView(instance, { ...saga, hasIncident }, this.runtime.registry);
  }

  @Post('search')
  @HttpCode(200)
  async search(@Body() body: unknown) {
    const { filter, page, sort } = valid(searchProcessInstances, body ?? {});
    const { registry } = this.runtime;
    const found = await this.queries.searchInstances(instanceFilterOf(filter, registry), pageOf(page, sort));
    return {
      items: found.items.map((item) => processInstanceView(item.instance, item, registry)),
      page: pageView(found, ({ number, instance }) => [number, instance.id]),
    };
  }

  private async startAndWait(creation: Creation, start: StartRequest, request: Request) {
    const timeoutMs = creation.requestTimeout || DEFAULT_WAIT_MS;
    const { started, listener } = await this.runtime.startAndListen(start, timeoutMs);
    beginSagaTrace(started.sagaId);
    whenClosed(request, () => listener.cancel());
    const end = await this.endOf(started, await listener.end);
    if (!end)
      throw new ApiProblem(
        'DEADLINE_EXCEEDED',
        `The saga ${started.sagaId} has not ended within ${timeoutMs} ms; it goes on. Look at it under /v2/sagas/${started.sagaId}.`,
        { sagaId: started.sagaId },
      );
    const all = end.instances[started.instance]?.variables ?? {};
    const names = creation.fetchVariables?.length ? creation.fetchVariables : Object.keys(all);
    const variables = Object.fromEntries(
      names.filter((name) => name in all).map((name) => [name, all[name]]),
    );
    return {
      ...this.creationView(start.definition, started),
      variables,
      state: sagaStateOf(end.status, []),
      reason: end.reason?.code ?? null,
    };
  }

  /** What an undone saga has left of its variables is asked of the host where it began. */
  private async endOf({ number, instance }: Started, end: SagaEnd | undefined): Promise<SagaEnd | undefined> {
    if (!end || instance in end.instances) return end;
    const saga = await this.runtime.sagaByNumber(number);
    return { ...end, instances: saga?.state?.instances ?? {} };
  }

  private creationView({ process, version, key }: ProcessDefinition, { sagaId, number, instance }: Started) {
    return {
      processDefinitionId: process.id,
      processDefinitionKey: key,
      processDefinitionVersion: version,
      processInstanceKey: publicKey(number, instance),
      tenantId: '<default>',
      tags: [],
      sagaId,
    };
  }

  private definitionFor({
    processDefinitionId: id,
    processDefinitionKey: key,
    processDefinitionVersion,
  }: Creation) {
    const version = processDefinitionVersion === -1 ? undefined : processDefinitionVersion;
    const { registry } = this.runtime;
    const definition =
      key === undefined ? registry.definitionById(id ?? '', version) : registry.definition(key);
    if (!definition)
      throw new ApiProblem(
        'NOT_FOUND',
        `No process definition ${key ?? id}${version === undefined ? '' : ` of version ${version}`} is deployed. Deploy its model first.`,
      );
    const problem = startProblem(definition);
    if (problem !== undefined) throw new ApiProblem('INVALID_ARGUMENT', problem);
    return definition;
  }
}

const activeState = ({ status }: Started) => (status === 'compensating' ? 'active' : status);

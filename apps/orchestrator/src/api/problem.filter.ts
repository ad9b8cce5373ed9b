import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import {
  DeploymentRefusedError,
  HostSilentError,
  InputRefusedError,
  OverloadedError,
  StoreUnavailableError,
} from '@partitura/runtime';
import type { Request, Response } from 'express';
import type { Logger } from '@partitura/telemetry';
import { LOGGER } from '../tokens';
import { ApiProblem } from './api-problem';
import { describeLimits } from './limits';

interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

/** Answers every error as problem JSON (RFC 9457) in the form that Camunda's clients read. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const { title, status, detail, ...more } = this.problemOf(error, request);
    if (response.headersSent) return;
    response
      .status(status)
      .type('application/problem+json')
      .send(JSON.stringify({ type: 'about:blank', title, status, detail, instance: request.path, ...more }));
  }

  private problemOf(error: unknown, request: Request): Problem & Record<string, unknown> {
    if (error instanceof ApiProblem)
      return { title: error.code, status: error.status, detail: error.detail, ...error.more };
    if (error instanceof DeploymentRefusedError)
      return { title: 'INVALID_ARGUMENT', status: 400, ...refusalOf(error) };
    if (error instanceof StoreUnavailableError)
      return { title: 'UNAVAILABLE', status: 503, detail: error.message };
    if (error instanceof HostSilentError)
      return { title: 'DEADLINE_EXCEEDED', status: 504, detail: error.message };
    if (error instanceof OverloadedError)
      return { title: 'RESOURCE_EXHAUSTED', status: 503, detail: error.message };
    if (error instanceof InputRefusedError)
      return { title: 'INVALID_ARGUMENT', status: 400, detail: error.message };
    const status = statusOf(error);
    if (status === 413) return { title: 'INVALID_ARGUMENT', status, detail: describeLimits };
    if (status !== undefined) return { title: titleOf(status), status, detail: (error as Error).message };
    this.logger.error({ err: error, path: request.path }, 'A request failed.');
    return {
      title: 'INTERNAL',
      status: 500,
      detail: 'An unexpected error; the log of the orchestrator has more.',
    };
  }
}

/** The status that an error of Nest's or of the body parser's (`http-errors`) says itself. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return undefined;
  const { status, expose } = error as Partial<Record<'status' | 'expose', unknown>>;
  return expose === true && typeof status === 'number' ? status : undefined;
}

const titleOf = (status: number) =>
  status === 404
    ? 'NOT_FOUND'
    : status === 409
      ? 'INVALID_STATE'
      : status < 500
        ? 'INVALID_ARGUMENT'
        : 'INTERNAL';

function refusalOf({ message, refusals }: DeploymentRefusedError) {
  const problems = refusals.flatMap(({ resource, problems: found }) =>
    found.map((problem) => ({ resource, ...problem })),
  );
  return { detail: message, problems };
}

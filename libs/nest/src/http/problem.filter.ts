import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { throwError, type Observable } from 'rxjs';
import { type Problem, ProblemException } from './problem';

/** Answers every error of a controller as problem JSON; what is nobody's fault but ours says so and no more. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger(ProblemFilter.name);

  catch(exception: unknown, host: ArgumentsHost): Observable<never> | void {
    // A global filter sees task handlers' errors, too: those belong to the engine.
    if (host.getType() !== 'http') return throwError(() => exception);
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const problem = problemOf(exception, http.getRequest<Request>().originalUrl);
    if (problem.status >= 500) this.log.error(exception instanceof Error ? exception : String(exception));
    if (response.headersSent) response.end();
    else response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

function problemOf(exception: unknown, instance: string): Problem {
  const status = statusOf(exception);
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail:
      status < 500 && exception instanceof Error
        ? exception.message
        : status === 500
          ? 'The service could not do this. Try again; the log says more.'
          : (exception as Error).message,
    instance,
    ...(exception instanceof ProblemException && exception.errors ? { errors: exception.errors } : {}),
  };
}

/** Express' own errors (a body that does not parse, one too large) carry a status, too. */
function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  const { statusCode } = (exception ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : 500;
}

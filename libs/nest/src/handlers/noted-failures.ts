import type { ExecutionContext } from '@nestjs/common';
import { catchError, throwError, type Observable } from 'rxjs';
import { TaskContext } from './task-context';

const failures = new WeakMap<TaskContext, unknown>();

/**
 * Nest pre-request hook that remembers with what a handler, guard, pipe or interceptor failed: Nest's default filter
 * answers `Internal server error` to callers, and an operator needs the reason in the incident.
 */
export function noteFailure(
  execution: ExecutionContext,
  next: () => Observable<unknown>,
): Observable<unknown> {
  return next().pipe(
    catchError((error: unknown) => {
      const context = execution.switchToRpc().getContext<unknown>();
      if (context instanceof TaskContext) failures.set(context, error);
      return throwError(() => error);
    }),
  );
}

/** What the default filter has hidden; any other answer of a filter counts as it is. */
export function failureBehind(context: TaskContext, answered: unknown): unknown {
  const hidden =
    typeof answered === 'object' &&
    answered !== null &&
    'message' in answered &&
    answered.message === 'Internal server error' &&
    'status' in answered;
  return hidden ? (failures.get(context) ?? answered) : answered;
}

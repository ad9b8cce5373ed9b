import type { Schema } from './schema';
import { defineTask } from './task-metadata';

export interface TaskOptions {
  /** Checks the job's variables before the method runs; what it returns is the payload. */
  readonly input?: Schema;
  /** Checks what the method returns. */
  readonly output?: Schema;
  /** Runs of this handler at once in one process; default 64. */
  readonly concurrency?: number;
}

/**
 * Binds a method of a `@Participant` class to the job type `<participant>.<name>`.
 *
 * The method gets `@Payload()` (the job's variables, checked by `input`) and `@Ctx()` (a `TaskContext`); what it
 * returns (an object, or nothing) are the result's variables. `throw new BusinessError(code)` answers with a BPMN
 * error; any other error is a technical failure, which the engine retries.
 */
export function Task(name: string, options: TaskOptions = {}): MethodDecorator {
  return (_target, _method, descriptor) => defineTask(descriptor, { kind: 'task', name, ...options });
}

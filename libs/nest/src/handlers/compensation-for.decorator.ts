import { defineTask } from './task-metadata';
import type { TaskOptions } from './task.decorator';

export interface CompensationOptions extends TaskOptions {
  /** The job type, when it is not `<participant>.<method name>`. */
  readonly type?: string;
}

/**
 * Binds a method of a `@Participant` class to the job that undoes the task of that name; its job type is
 * `<participant>.<method name>` unless `type` says otherwise. The class, or another of the same participant, has
 * the task itself, or the application does not start.
 */
export function CompensationFor(task: string, options: CompensationOptions = {}): MethodDecorator {
  return (_target, method, descriptor) =>
    defineTask(descriptor, {
      kind: 'compensation',
      name: String(method),
      compensates: task,
      ...options,
    });
}

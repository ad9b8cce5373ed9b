import type { Schema } from './schema';

/** What `@Task` and `@CompensationFor` note on a method. */
export interface TaskMetadata {
  readonly kind: 'task' | 'compensation';
  /** Task name; for compensations the method's name. */
  readonly name: string;
  /** A job type that does not follow from participant and name. */
  readonly type?: string;
  /** Compensations: the task whose work is undone. */
  readonly compensates?: string;
  readonly input?: Schema;
  readonly output?: Schema;
  readonly concurrency?: number;
}

/** What the transport finds beside a handler, in Nest's pattern extras. */
export interface TaskExtras extends Record<string, unknown> {
  readonly partitura: TaskMetadata & {
    readonly jobType: string;
    readonly method: string;
    readonly participant: string;
    /** Name of the class. */
    readonly handler: string;
  };
}

const TASK_METADATA = 'partitura:task';

export function defineTask(descriptor: PropertyDescriptor, task: TaskMetadata): void {
  Reflect.defineMetadata(TASK_METADATA, task, descriptor.value as object);
}

/** The methods declared in a class itself that are tasks or compensation handlers. */
export function taskMetadataOf(prototype: object): { method: string; task: TaskMetadata }[] {
  return Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([method, { value }]) => {
    if (typeof value !== 'function') return [];
    const task = Reflect.getMetadata(TASK_METADATA, value as object) as TaskMetadata | undefined;
    return task === undefined ? [] : [{ method, task }];
  });
}

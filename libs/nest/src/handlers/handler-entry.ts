import type { MessageHandler } from '@nestjs/microservices';
import { ConcurrencyGate } from '../jobs/concurrency-gate';
import type { TaskContext } from './task-context';
import type { TaskExtras } from './task-metadata';

/** A job type, the Nest pipeline that does it, and how many may run at once. */
export interface HandlerEntry {
  readonly jobType: string;
  readonly task: TaskExtras['partitura'];
  readonly callback: MessageHandler<unknown, TaskContext>;
  readonly gate: ConcurrencyGate;
}

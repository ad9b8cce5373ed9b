import type { HandlerEntry } from './handler-entry';

/** What this service can do: job types and their handlers, complete before the first message is taken. */
export class TaskRegistry {
  private readonly entries = new Map<string, HandlerEntry>();

  /** Throws when another handler has the job type. */
  add(entry: HandlerEntry): void {
    const other = this.entries.get(entry.jobType);
    if (other !== undefined)
      throw new Error(
        `Two handlers for the job type '${entry.jobType}': ${nameOf(other)} and ${nameOf(entry)}. Keep one, or give one of them another name.`,
      );
    this.entries.set(entry.jobType, entry);
  }

  get(jobType: string): HandlerEntry | undefined {
    return this.entries.get(jobType);
  }

  /** In alphabetical order. */
  jobTypes(): string[] {
    return [...this.entries.keys()].sort();
  }

  /** Throws when a compensation handler undoes a task that the participant does not have. */
  checkCompensations(): void {
    for (const { task, jobType } of this.entries.values()) {
      if (task.compensates === undefined) continue;
      const undone = `${task.participant}.${task.compensates}`;
      if (this.entries.get(undone)?.task.kind !== 'task')
        throw new Error(
          `@CompensationFor('${task.compensates}') on ${task.handler}.${task.method} ('${jobType}'): participant '${task.participant}' has no @Task('${task.compensates}'). Name an existing task, or add it.`,
        );
    }
  }
}

const nameOf = ({ task }: HandlerEntry): string => `${task.handler}.${task.method}`;

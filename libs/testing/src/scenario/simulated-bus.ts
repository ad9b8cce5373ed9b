import {
  type Bus,
  type BusHealth,
  type BusMessage,
  type BusRecord,
  type SubscribeOptions,
  type Subscription,
} from '@partitura/runtime';

interface Group {
  readonly topics: ReadonlySet<string>;
  readonly handle: (records: readonly BusRecord[]) => Promise<void>;
  /** Offset in the log of the next record to hand over. */
  position: number;
  busy: boolean;
}

/**
 * A bus in memory that hands records over when it is told to: one log for all topics, a position for each group, which
 * survives the group's members.
 */
export class SimulatedBus implements Bus {
  private readonly log: BusRecord[] = [];
  private readonly groups = new Map<string, Group>();
  private readonly positions = new Map<string, number>();

  constructor(private readonly clock: () => number) {}

  ensureTopics(): Promise<void> {
    return Promise.resolve();
  }

  publish(messages: readonly BusMessage[]): Promise<void> {
    for (const message of messages)
      this.log.push({ ...message, partition: 0, offset: String(this.log.length), timestamp: this.clock() });
    return Promise.resolve();
  }

  subscribe({ group, topics, handle }: SubscribeOptions): Promise<Subscription> {
    const position = this.positions.get(group) ?? 0;
    this.groups.set(group, { topics: new Set(topics), handle, position, busy: false });
    return Promise.resolve({
      pause: () => undefined,
      resume: () => undefined,
      close: () => {
        this.groups.delete(group);
        return Promise.resolve();
      },
    });
  }

  /** Begins to hand over what a group has not had; returns whether there was anything. */
  deliver(name: string): boolean {
    const group = this.groups.get(name);
    if (!group || group.busy || group.position === this.log.length) return false;
    const records = this.log.slice(group.position).filter(({ topic }) => group.topics.has(topic));
    const end = this.log.length;
    const settle = (): void => {
      group.busy = false;
      group.position = end;
      this.positions.set(name, end);
    };
    if (records.length === 0) {
      settle();
      return false;
    }
    group.busy = true;
    void group.handle(records).then(settle);
    return true;
  }

  /** Everything that a group has had comes once more. */
  redeliver(name: string): boolean {
    const group = this.groups.get(name);
    if (!group || group.position === 0) return false;
    group.position = 0;
    return true;
  }

  /** The members of a group are gone; the position that was committed stays. */
  leave(group: string): void {
    this.groups.delete(group);
  }

  groupMembers(group: string): Promise<number> {
    return Promise.resolve(this.groups.has(group) ? 1 : 0);
  }

  health(): BusHealth {
    return { up: true };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

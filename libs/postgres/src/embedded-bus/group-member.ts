import { randomUUID } from 'node:crypto';
import { assignPartitions, partitionKey, type TopicPartition } from './assign-partitions';
import { type LogDatabase } from './log-database';
import { beat, type Membership, removeMember } from './statements/beat';
import { type Claim, claimPartitions, storePositions } from './statements/claims';
import { notify } from './statements/notify';
import { type Topic } from './statements/topics';

export interface GroupMemberOptions {
  readonly database: LogDatabase;
  readonly group: string;
  readonly topics: readonly Topic[];
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  /** Partitions are to be given or taken: call `rebalance` when no batch is in hand. */
  readonly onRebalanceDue: () => void;
}

/**
 * One member of a consumer group: lives by heartbeats, owns partitions by claims.
 *
 * Every member computes the same assignment; one that is to lose a partition gives it back between two batches, one
 * that is to get it waits for that or for the owner's death. So lists that differ for a moment do no harm.
 */
export class GroupMember {
  readonly id = randomUUID();
  readonly owned = new Map<string, Claim>();
  private readonly membership: Membership;
  private readonly partitionsOf: ReadonlyMap<number, number>;
  private readonly timer: NodeJS.Timeout;
  private readonly stopListening: () => void;
  private assignment: readonly TopicPartition[] = [];
  private beating: Promise<void> | undefined;
  private beatAgain = false;
  private lastBeatAt = 0;
  private left = false;
  rebalanceDue = false;

  constructor(private readonly options: GroupMemberOptions) {
    const { database, group, topics, sessionTimeoutMs, heartbeatMs } = options;
    this.membership = { id: this.id, group, topics: topics.map(({ id }) => id), sessionTimeoutMs };
    this.partitionsOf = new Map(topics.map(({ id, partitions }) => [id, partitions]));
    this.stopListening = database.onNotice((notice) => {
      if (notice !== 'reconnected' && notice.kind === 'group' && notice.group === group) this.beatSoon();
    });
    this.timer = setInterval(() => this.beatSoon(), heartbeatMs);
  }

  /** Becomes visible to the others. */
  async join(): Promise<void> {
    await this.beatNow();
    await this.tellGroup();
  }

  /** Whether it owns all that the assignment gives it. */
  get settled(): boolean {
    return (
      this.lastBeatAt > 0 &&
      this.assignment.length === this.owned.size &&
      this.assignment.every((each) => this.owned.has(partitionKey(each)))
    );
  }

  /** Time since the group last heard of this member. */
  get silentMs(): number {
    return this.lastBeatAt === 0 ? 0 : Date.now() - this.lastBeatAt;
  }

  /** Gives back what belongs to others and takes what is free; answers what was taken. No batch may be in hand. */
  async rebalance(): Promise<Claim[]> {
    this.rebalanceDue = false;
    const { reader } = this.options.database;
    const assigned = new Set(this.assignment.map(partitionKey));
    const surplus = [...this.owned].filter(([key]) => !assigned.has(key));
    if (surplus.length > 0) {
      await storePositions(
        reader,
        this.membership,
        surplus.map(([, claim]) => claim),
        { release: true },
      );
      for (const [key] of surplus) this.owned.delete(key);
      await this.tellGroup();
    }
    const missing = this.assignment.filter((each) => !this.owned.has(partitionKey(each)));
    if (missing.length === 0) return [];
    const claims = await claimPartitions(reader, this.membership, missing);
    for (const claim of claims) this.owned.set(partitionKey(claim), claim);
    return claims;
  }

  /** Makes the positions of these partitions durable; forgets a partition that another member has taken. */
  async store(keys: Iterable<string>): Promise<void> {
    const claims = [...keys].flatMap((key) => this.owned.get(key) ?? []);
    if (claims.length === 0) return;
    const stored = await storePositions(this.options.database.reader, this.membership, claims, {
      release: false,
    });
    const kept = new Set(stored.map(partitionKey));
    for (const claim of claims)
      if (!kept.has(partitionKey(claim))) {
        this.owned.delete(partitionKey(claim));
        this.beatSoon();
      }
  }

  /** Stores all positions, gives all partitions back and leaves, so that the others need not wait. */
  async leave(): Promise<void> {
    this.stop();
    await this.beating;
    const { reader } = this.options.database;
    if (this.owned.size > 0)
      await storePositions(reader, this.membership, [...this.owned.values()], { release: true });
    this.owned.clear();
    await removeMember(reader, this.id);
    await this.tellGroup();
  }

  /** Falls silent without a word, as a process that dies does. */
  stop(): void {
    this.left = true;
    clearInterval(this.timer);
    this.stopListening();
  }

  private beatSoon(): void {
    // A heartbeat that fails shows in `silentMs`; the next one is due anyway.
    this.beatNow().catch(() => undefined);
  }

  /** One at a time; a call during one causes another after it, because that one may have seen too little. */
  private async beatNow(): Promise<void> {
    if (this.beating) {
      this.beatAgain = true;
      return this.beating;
    }
    this.beating = this.beats().finally(() => (this.beating = undefined));
    return this.beating;
  }

  private async beats(): Promise<void> {
    do {
      this.beatAgain = false;
      if (this.left) return;
      const members = await beat(this.options.database.reader, this.membership);
      // Silent for longer than others wait: what was owned may have another owner and newer positions by now.
      if (this.silentMs > this.membership.sessionTimeoutMs) this.owned.clear();
      this.lastBeatAt = Date.now();
      this.assignment = assignPartitions(this.id, members, this.partitionsOf);
      if (!this.settled) {
        this.rebalanceDue = true;
        this.options.onRebalanceDue();
      }
    } while (this.beatAgain);
  }

  private tellGroup(): Promise<void> {
    return notify(this.options.database.reader, { kind: 'group', group: this.membership.group });
  }
}

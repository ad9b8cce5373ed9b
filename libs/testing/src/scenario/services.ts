import {
  type BusRecord,
  type CommandBody,
  decodeCloudEvent,
  encodeCloudEvent,
  type JobAnswer,
  type JobRequest,
  type JobWithdrawal,
  messageTypes,
  parseKey,
  topics,
} from '@partitura/runtime';
import type { PartRef } from './part-ref';
import type { Jobs, SimulatedJob } from './jobs';
import type { SimulatedBus } from './simulated-bus';

const GROUP = 'services';
/** What follows the name of the host in the topic of its answers. */
const REPLIES = topics.replies('');

/** The services of all participants, and the workers of processes without a pool: they answer when they are told to. */
export class Services {
  private readonly answered: (() => void)[] = [];
  private participants = '';

  constructor(
    private readonly bus: SimulatedBus,
    private readonly jobs: Jobs,
    /** Hands a command to the runtime without waiting for what comes of it. */
    private readonly tell: (part: PartRef, command: CommandBody) => void,
  ) {}

  /** One group stands for the services of these participants: it receives their commands. */
  async join(participants: readonly string[]): Promise<void> {
    const names = participants.join(' ');
    if (names === this.participants) return;
    this.participants = names;
    await this.bus.subscribe({
      group: GROUP,
      topics: participants.map(topics.commands),
      handle: (records) => this.receive(records),
    });
  }

  /** The group's members are gone and join anew. */
  leave(): void {
    this.bus.leave(GROUP);
    this.participants = '';
  }

  /** Begins to hand over commands that were not received yet; returns whether there were any. */
  deliver(): boolean {
    return this.bus.deliver(GROUP);
  }

  /** Every command comes once more, and every answer goes out once more. */
  redeliver(): void {
    this.bus.redeliver(GROUP);
    for (const again of this.answered.slice()) again();
  }

  /** A worker's answer, by the bus where the command came by it. */
  async answer(job: SimulatedJob, outcome: JobAnswer['outcome']): Promise<void> {
    const { request, part } = job;
    if (job.local) {
      this.remember(part, commandOf(job, outcome));
      void job.local.answer(outcome).catch(() => undefined);
      return;
    }
    if (!request) {
      const command = commandOf(job, outcome);
      this.remember(part, command);
      this.tell(part, command);
      return;
    }
    const { sagaId } = part;
    const { jobKey, attempt, elementId, replyTo } = request;
    const data: JobAnswer = { jobKey, attempt, elementId, outcome };
    await this.bus.publish([
      encodeCloudEvent(replyTo, {
        id: `${jobKey}/${attempt}/answer`,
        source: '/services',
        type: messageTypes.jobAnswered,
        sagaId,
        data,
      }),
    ]);
  }

  /** An answer that was given directly: it goes out again with the others. */
  remember(part: PartRef, command: CommandBody): void {
    this.answered.push(() => this.tell(part, command));
  }

  private async receive(records: readonly BusRecord[]): Promise<void> {
    for (const record of records) {
      const { type, sagaId, data } = decodeCloudEvent(record);
      if (type === messageTypes.jobRequested) {
        const request = data as JobRequest;
        const part = { host: request.replyTo.replace(REPLIES, ''), sagaId };
        this.jobs.received(part, parseKey(request.jobKey)?.localId ?? 0, request);
      } else if (type === messageTypes.jobWithdrawn) await this.acknowledge(sagaId, data as JobWithdrawal);
    }
  }

  /** A simulated service commits with its answer: a job that is withdrawn before was never committed. */
  private acknowledge(sagaId: string, { jobKey, elementId, replyTo }: JobWithdrawal): Promise<void> {
    const data = { jobKey, elementId, lateUndo: 'none' as const };
    return this.bus.publish([
      encodeCloudEvent(replyTo, {
        id: `${jobKey}/acknowledged`,
        source: '/services',
        type: messageTypes.withdrawalAcknowledged,
        sagaId,
        data,
      }),
    ]);
  }
}

/** What an answer tells the engine. */
export function commandOf(
  { id: job, kind, attempt }: SimulatedJob,
  outcome: JobAnswer['outcome'],
): CommandBody {
  switch (outcome.kind) {
    case 'completed':
      return kind === 'user'
        ? { kind: 'completeUserTask', job, variables: outcome.variables }
        : { kind: 'completeJob', job, attempt, variables: outcome.variables };
    case 'error': {
      const { kind: _, ...error } = outcome;
      return { kind: 'throwJobError', job, attempt, ...error };
    }
    case 'failed': {
      const { kind: _, ...failure } = outcome;
      return { kind: 'failJob', job, attempt, ...failure };
    }
  }
}

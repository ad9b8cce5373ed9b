import {
  type Bus,
  type BusRecord,
  decodeCloudEvent,
  encodeCloudEvent,
  type JobAnswer,
  type JobRequest,
  type JobWithdrawal,
  messageTypes,
  type WithdrawalAcknowledgement,
} from '@partitura/runtime';
import { until } from './until';

let lastKey = 0;

/** Plays the orchestrator: asks for jobs on the bus and collects what comes back. */
export class JobHost {
  readonly replies: BusRecord[] = [];
  private readonly repliesTopic: string;

  private constructor(
    readonly bus: Bus,
    readonly participant: string,
  ) {
    this.repliesTopic = `host-of-${participant}.replies`;
  }

  static async on(bus: Bus, participant: string): Promise<JobHost> {
    const host = new JobHost(bus, participant);
    await host.bus.ensureTopics([
      host.repliesTopic,
      `${participant}.commands`,
      `${participant}.commands.dlq`,
    ]);
    await host.bus.subscribe({
      group: `host-of-${participant}`,
      topics: [host.repliesTopic, `${participant}.commands.dlq`],
      handle: (records) => {
        host.replies.push(...records);
        return Promise.resolve();
      },
    });
    return host;
  }

  request(task: string, more: Partial<JobRequest> = {}): JobRequest {
    lastKey += 1;
    return {
      jobKey: String(lastKey),
      attempt: 1,
      jobType: `${this.participant}.${task}`,
      elementId: `Task_${task}`,
      elementInstanceKey: '7',
      processInstanceKey: '8',
      processId: 'Process_1',
      idempotencyKey: `saga/${task}/${lastKey}`,
      variables: {},
      headers: {},
      retries: 3,
      replyTo: this.repliesTopic,
      ...more,
    };
  }

  /** Sends a command; several times the same one is a redelivery. */
  async send(
    type: string,
    data: object,
    more: { sagaId?: string; traceparent?: string } = {},
  ): Promise<void> {
    const { sagaId = 'saga-1', traceparent } = more;
    const event = { id: crypto.randomUUID(), source: '/test', type, sagaId, traceparent, data };
    await this.bus.publish([encodeCloudEvent(`${this.participant}.commands`, event)]);
  }

  async ask(task: string, more: Partial<JobRequest> = {}): Promise<JobRequest> {
    const request = this.request(task, more);
    await this.send(messageTypes.jobRequested, request);
    return request;
  }

  async withdraw(
    request: JobRequest,
    handler?: Partial<NonNullable<JobWithdrawal['handler']>>,
  ): Promise<void> {
    const { jobKey, attempt, jobType, elementId, idempotencyKey, replyTo } = request;
    const withdrawal: JobWithdrawal = {
      jobKey,
      attempt,
      jobType,
      elementId,
      idempotencyKey,
      replyTo,
      handler: handler && {
        jobType: '',
        elementId: 'Undo',
        variables: {},
        headers: {},
        retries: 1,
        backoffMs: 1,
        ...handler,
      },
    };
    await this.send(messageTypes.jobWithdrawn, withdrawal);
  }

  answers(jobKey: string): JobAnswer[] {
    return this.of<JobAnswer>(messageTypes.jobAnswered, jobKey);
  }

  acknowledgements(jobKey: string): WithdrawalAcknowledgement[] {
    return this.of<WithdrawalAcknowledgement>(messageTypes.withdrawalAcknowledged, jobKey);
  }

  async answer({ jobKey }: JobRequest, count = 1): Promise<JobAnswer['outcome']> {
    const answers = await until(`answer ${count} of job ${jobKey}`, () => {
      const found = this.answers(jobKey);
      return found.length >= count && found;
    });
    return (answers[count - 1] as JobAnswer).outcome;
  }

  async acknowledgement({ jobKey }: JobRequest, count = 1): Promise<WithdrawalAcknowledgement> {
    return until(`acknowledgement ${count} of job ${jobKey}`, () => this.acknowledgements(jobKey)[count - 1]);
  }

  /** Asks for a job and waits for its outcome. */
  async outcome(task: string, more: Partial<JobRequest> = {}): Promise<JobAnswer['outcome']> {
    return this.answer(await this.ask(task, more));
  }

  deadLetters(): BusRecord[] {
    return this.replies.filter(({ topic }) => topic.endsWith('.dlq'));
  }

  private of<T extends { jobKey: string }>(type: string, jobKey: string): T[] {
    return this.replies
      .filter(({ topic, headers }) => topic === this.repliesTopic && headers.ce_type === type)
      .map((record) => decodeCloudEvent(record).data as T)
      .filter((data) => data.jobKey === jobKey);
  }
}

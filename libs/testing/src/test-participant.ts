import {
  type Bus,
  type BusRecord,
  type CloudEvent,
  decodeCloudEvent,
  encodeCloudEvent,
  type JobAnswer,
  type JobRequest,
  type JobWithdrawal,
  messageTypes,
  type Subscription,
  topics,
  type WithdrawalAcknowledgement,
} from '@partitura/runtime';

export type TestHandler = (
  job: JobRequest,
) => JobAnswer['outcome'] | Promise<JobAnswer['outcome']> | undefined;

export interface TestParticipant {
  /** Every command as it came, redeliveries included. */
  readonly requests: (JobRequest & { readonly sagaId: string; readonly traceparent?: string })[];
  readonly withdrawals: JobWithdrawal[];
  close(): Promise<void>;
}

/**
 * A service of few lines behind the bus: answers jobs by type, acknowledges withdrawals, remembers nothing. A handler
 * that returns undefined leaves its job unanswered.
 */
export async function joinTestParticipant(
  bus: Bus,
  name: string,
  handlers: Readonly<Record<string, TestHandler>>,
): Promise<TestParticipant> {
  const requests: TestParticipant['requests'] = [];
  const withdrawals: JobWithdrawal[] = [];
  const handle = async (records: readonly BusRecord[]) => {
    for (const record of records) {
      const event = decodeCloudEvent(record);
      if (event.type === messageTypes.jobWithdrawn) {
        const withdrawal = event.data as JobWithdrawal;
        withdrawals.push(withdrawal);
        const { jobKey, elementId } = withdrawal;
        const acknowledgement: WithdrawalAcknowledgement = { jobKey, elementId, lateUndo: 'none' };
        await reply(withdrawal.replyTo, messageTypes.withdrawalAcknowledged, event, acknowledgement);
        continue;
      }
      const job = event.data as JobRequest;
      requests.push({ ...job, sagaId: event.sagaId, traceparent: event.traceparent });
      const outcome = await handlers[job.jobType]?.(job);
      if (!outcome) continue;
      const { jobKey, attempt, elementId } = job;
      await reply(job.replyTo, messageTypes.jobAnswered, event, {
        jobKey,
        attempt,
        elementId,
        outcome,
      });
    }
  };
  const reply = (
    topic: string,
    type: string,
    { sagaId, traceparent }: CloudEvent,
    data: JobAnswer | WithdrawalAcknowledgement,
  ) =>
    bus.publish([
      encodeCloudEvent(topic, {
        id: `${data.jobKey} ${type}`,
        source: `/tests/${name}`,
        type,
        sagaId,
        traceparent,
        data,
      }),
    ]);
  await bus.ensureTopics([topics.commands(name)]);
  const subscription: Subscription = await bus.subscribe({
    group: name,
    topics: [topics.commands(name)],
    handle,
  });
  return { requests, withdrawals, close: () => subscription.close() };
}

/** The outcome of a handler that has nothing to tell. */
export const completed: JobAnswer['outcome'] = { kind: 'completed', variables: {} };

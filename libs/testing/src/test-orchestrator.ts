import { randomUUID } from 'node:crypto';
import {
  type Bus,
  type BusRecord,
  decodeCloudEvent,
  encodeCloudEvent,
  EVENT_TYPE_PREFIX,
  type JobAnswer,
  type JobRequest,
  messageTypes,
  type SagaEnded,
  topics,
  type Variables,
} from '@partitura/runtime';
import { eventually } from './eventually';

export type JobOutcome = JobAnswer['outcome'];

/** What a test says of a job; the rest is made up. */
export interface TestJob extends Partial<Omit<JobRequest, 'jobType' | 'variables'>> {
  readonly sagaId?: string;
}

export interface ObservedEvent {
  readonly name: string;
  readonly sagaId: string;
  readonly data: Variables;
}

export interface TestOrchestrator {
  /** Sends a job to its participant and waits for the answer. */
  ask(jobType: string, variables: Variables, job?: TestJob): Promise<JobOutcome>;
  /** Writes the end of a saga into the journal. */
  endSaga(ended: SagaEnded): Promise<void>;
  /** Domain events of the participant, and what it was told, in the order in which they came. */
  readonly events: readonly ObservedEvent[];
  /** What was sent to `orchestrator.commands`. */
  readonly commands: readonly { readonly type: string; readonly sagaId: string; readonly data: unknown }[];
  close(): Promise<void>;
}

/** The other side of a participant's bus, for tests of services: asks for jobs and hears what is published. */
export async function joinTestOrchestrator(bus: Bus, participant: string): Promise<TestOrchestrator> {
  const me = `test-${randomUUID()}`;
  const replies = topics.replies(me);
  const answers = new Map<string, JobOutcome>();
  const events: ObservedEvent[] = [];
  const commands: { type: string; sagaId: string; data: unknown }[] = [];
  const observed = [replies, topics.events(participant), topics.commands('orchestrator')];
  const handle = (records: readonly BusRecord[]): Promise<void> => {
    for (const record of records) {
      const { type, sagaId, data } = decodeCloudEvent(record);
      if (record.topic === replies) {
        const { jobKey, attempt, outcome } = data as JobAnswer;
        answers.set(`${jobKey} ${attempt}`, outcome);
      } else if (type.startsWith(EVENT_TYPE_PREFIX)) {
        events.push({ name: type.slice(EVENT_TYPE_PREFIX.length), sagaId, data: data as Variables });
      } else {
        commands.push({ type, sagaId, data });
      }
    }
    return Promise.resolve();
  };
  await bus.ensureTopics([...observed, topics.commands(participant), topics.journal]);
  const subscription = await bus.subscribe({ group: me, topics: observed, handle });
  let jobs = 0;
  return {
    events,
    commands,
    ask: async (jobType, variables, { sagaId = randomUUID(), ...job } = {}) => {
      const number = String(++jobs);
      const request: JobRequest = {
        jobKey: number,
        attempt: 1,
        jobType,
        elementId: jobType.replace('.', '_'),
        elementInstanceKey: number,
        processInstanceKey: '1',
        processId: participant,
        idempotencyKey: `${sagaId}/${jobType}/${number}`,
        headers: {},
        retries: 3,
        replyTo: replies,
        ...job,
        variables,
      };
      const type = messageTypes.jobRequested;
      const id = `${request.jobKey} ${request.attempt}`;
      answers.delete(id);
      await bus.publish([
        encodeCloudEvent(topics.commands(participant), { id, source: '/tests', type, sagaId, data: request }),
      ]);
      return eventually(() => {
        const answer = answers.get(id);
        if (answer === undefined) throw new Error(`${jobType} was not answered.`);
        return answer;
      });
    },
    endSaga: (ended) =>
      bus.publish([
        encodeCloudEvent(topics.journal, {
          id: randomUUID(),
          source: '/tests',
          type: messageTypes.sagaEnded,
          sagaId: ended.sagaId,
          data: ended,
        }),
      ]),
    close: () => subscription.close(),
  };
}

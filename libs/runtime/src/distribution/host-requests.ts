import { v7 } from 'uuid';
import { z } from 'zod';
import { type CloudEvent, encodeCloudEvent, MalformedMessageError } from '../cloud-event';
import { batched } from '../cloud-event-batch';
import { GatheringSender } from '../gathering-sender';
import { faults } from '../inputs/message-schemas';
import type { Ask, Input, Outcome } from '../loop/input';
import { SOURCE_PREFIX } from '../loop/effects';
import type { InputQueue } from '../loop/input-queue';
import { topics } from '../messages';
import type { Bus } from '../ports/bus';
import type { JournalSender } from './journal-sender';
import type { SagaStore, StoredSaga } from '../ports/saga-store';

export const requestTypes = {
  asked: 'io.partitura.host.asked.v1',
  answered: 'io.partitura.host.answered.v1',
} as const;

/** What one host may ask of another: an input for a saga there, or the row of one. */
export type HostRequest =
  | {
      readonly kind: 'input';
      readonly ask: Extract<Ask, { kind: 'start' | 'command' }>;
      /** Whoever asks waits for the end of the saga. */
      readonly awaited?: boolean;
    }
  | { readonly kind: 'read' };

export interface HostAnswer {
  readonly outcome?: Outcome;
  readonly saga?: StoredSaga;
  /** It could not be carried out. */
  readonly failure?: string;
}

/** The other host has not answered in time. What was asked of it is still done once it is back. */
export class HostSilentError extends Error {
  readonly code = 'HOST_SILENT';
  readonly retryable = true;
}

const asked = z.object({
  requestId: z.string().min(1),
  replyTo: z.string().min(1),
  request: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('input'),
      ask: z.looseObject({ kind: z.enum(['start', 'command']) }),
      awaited: z.boolean().optional(),
    }),
    z.object({ kind: z.literal('read') }),
  ]),
});
const answered = z.object({ requestId: z.string().min(1), answer: z.looseObject({}) });

export interface HostRequestParts {
  readonly host: string;
  readonly bus: Bus;
  readonly store: SagaStore;
  readonly queue: InputQueue;
  readonly clock: () => number;
  readonly journal: Pick<JournalSender, 'hurry'>;
}

const WAIT_MS = 10_000;
const MAX_MESSAGES = 500;
const MAX_CHARS = 1_000_000;
/** An answer that has not come here by then may have come to another process of this host. */
const LOOK_EVERY_MS = 250;

interface Waiting {
  readonly since: number;
  finish(answer: HostAnswer): void;
}

/** Requests of one host to another over the bus, and the answers. */
export class HostRequests {
  private readonly waiting = new Map<string, Waiting>();
  private looking: NodeJS.Timeout | undefined;

  /** What is sent while something else is on its way leaves together. */
  private readonly sender: GatheringSender;

  constructor(private readonly parts: HostRequestParts) {
    this.sender = new GatheringSender({
      send: (messages) => parts.bus.publish(batched(messages)),
      timeoutMs: WAIT_MS,
      maxMessages: MAX_MESSAGES,
      maxChars: MAX_CHARS,
    });
  }

  /** Rejects with `HostSilentError`; the request stays on the bus and is carried out when the host is back. */
  async ask(to: string, sagaId: string, request: HostRequest, traceparent?: string): Promise<HostAnswer> {
    const { host } = this.parts;
    const requestId = v7();
    const answer = this.answerTo(requestId, to);
    await this.sender.publish([
      encodeCloudEvent(topics.coordination(to), {
        id: requestId,
        source: SOURCE_PREFIX + host,
        type: requestTypes.asked,
        sagaId,
        ...(traceparent === undefined ? {} : { traceparent }),
        data: { requestId, replyTo: topics.coordination(host), request },
      }),
    ]);
    const given = await answer;
    if (given.failure !== undefined) throw new Error(given.failure);
    return given;
  }

  /** Carries out what another host asks and answers it; resolves when that is done. */
  async carryOut(event: CloudEvent): Promise<void> {
    const { requestId, replyTo, request } = parse(asked, event);
    if (request.kind === 'input' && request.ask.kind === 'start')
      this.parts.journal.hurry(event.sagaId, request.awaited ?? false);
    const answer =
      request.kind === 'read'
        ? await this.read(event.sagaId)
        : await this.input(event, request.ask as unknown as Ask);
    const { host } = this.parts;
    await this.sender.publish([
      encodeCloudEvent(replyTo, {
        id: `${requestId}/answer`,
        source: SOURCE_PREFIX + host,
        type: requestTypes.answered,
        sagaId: event.sagaId,
        data: { requestId, answer },
      }),
    ]);
  }

  /** An answer that may be for another process of this host: then it is kept for that. */
  async take(event: CloudEvent): Promise<void> {
    const { requestId, answer } = parse(answered, event);
    const waiting = this.waiting.get(requestId);
    if (waiting) waiting.finish(answer);
    else await this.parts.store.keepAnswer(requestId, JSON.stringify(answer));
  }

  private async read(sagaId: string): Promise<HostAnswer> {
    const [saga] = await this.parts.store.load([sagaId]);
    return saga ? { saga } : {};
  }

  private input({ sagaId, traceparent }: CloudEvent, ask: Ask): Promise<HostAnswer> {
    return new Promise((resolve) => {
      const input: Input = {
        sagaId,
        ask,
        at: this.parts.clock(),
        origin: {
          source: 'bus',
          about: ask.kind === 'command',
          ...(traceparent === undefined ? {} : { traceparent }),
        },
        settle: (outcome) => resolve({ outcome }),
        fail: (error) => resolve({ failure: error.message }),
      };
      this.parts.queue.push([input]);
    });
  }

  private answerTo(requestId: string, to: string): Promise<HostAnswer> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timeout);
        this.waiting.delete(requestId);
      };
      const timeout = setTimeout(() => {
        end();
        reject(
          new HostSilentError(
            `The host ${to} has not answered within ${WAIT_MS / 1000} s: check that the service ${to} runs. What was asked of it is done when it is back.`,
          ),
        );
      }, WAIT_MS);
      const finish = (answer: HostAnswer): void => {
        end();
        resolve(answer);
      };
      this.waiting.set(requestId, { since: performance.now(), finish });
      this.looking ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
    });
  }

  /** Looks for answers that another process of this host has received. */
  private async look(): Promise<void> {
    if (this.waiting.size === 0) {
      clearInterval(this.looking);
      this.looking = undefined;
      return;
    }
    const before = performance.now() - LOOK_EVERY_MS;
    const late = [...this.waiting].filter(([, { since }]) => since < before).map(([requestId]) => requestId);
    if (late.length === 0) return;
    // A store that is away is asked again.
    const kept = await this.parts.store.takeAnswers(late).catch(() => []);
    for (const { requestId, answer } of kept)
      this.waiting.get(requestId)?.finish(JSON.parse(answer) as HostAnswer);
  }
}

function parse<T>(schema: z.ZodType<T>, { data, type }: CloudEvent): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new MalformedMessageError(
    `A message of type ${type} breaks its schema: ${faults(parsed.error)}. Run the same release on all hosts.`,
  );
}

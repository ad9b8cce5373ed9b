import { v7 } from 'uuid';
import { type CloudEvent, decodeCloudEvent, encodeCloudEvent, MalformedMessageError } from '../cloud-event';
import type { Logger } from '../logger';
import { SOURCE_PREFIX } from '../loop/effects';
import { topics } from '../messages';
import { type Bus, type BusRecord, DEAD_LETTER_SUFFIX, deadLetter, type Subscription } from '../ports/bus';
import { Repeat } from '../repeat';
import type { HostMessage } from './host-messages';

const RETRY_MS = 1000;

export interface HostChannelParts {
  readonly bus: Bus;
  readonly logger: Logger;
  readonly clock: () => number;
  /** Name of the host that reads. */
  readonly host: string;
  readonly group: string;
  /** Further hosts whose topics must exist before anything is sent to them. */
  readonly peers: readonly string[];
  /** Throws `MalformedMessageError` for what cannot be understood; with another error the record comes again. */
  readonly handle: (event: CloudEvent) => Promise<void>;
  readonly onJoined: () => void;
}

/** How one host hears of deployments and speaks of them. Everything may come twice, late, and in another order. */
export class HostChannel {
  private subscription: Subscription | undefined;
  private readonly joining: Repeat;
  private readonly known = new Set<string>();

  constructor(private readonly parts: HostChannelParts) {
    this.joining = new Repeat('Listening for deployments', RETRY_MS, () => this.join(), parts.logger);
  }

  start(): void {
    this.joining.start();
  }

  async stop(): Promise<void> {
    await this.joining.stop();
    await this.subscription?.close();
    this.subscription = undefined;
  }

  get isOpen(): boolean {
    return this.subscription !== undefined;
  }

  async send(toHost: string, type: string, data: HostMessage): Promise<void> {
    const { bus, host, clock } = this.parts;
    const topic = topics.deployments(toHost);
    await this.ensure(toHost);
    const source = SOURCE_PREFIX + host;
    const time = new Date(clock()).toISOString();
    // One key per host keeps what is sent to it, and what it answers, in order.
    await bus.publish([encodeCloudEvent(topic, { id: v7(), source, type, time, sagaId: data.host, data })]);
  }

  private async join(): Promise<void> {
    if (this.subscription) return;
    const { bus, host, group, peers, onJoined } = this.parts;
    for (const one of [host, ...peers]) await this.ensure(one);
    const own = topics.deployments(host);
    this.subscription = await bus.subscribe({ group, topics: [own], handle: (batch) => this.take(batch) });
    onJoined();
  }

  private async ensure(host: string): Promise<void> {
    if (this.known.has(host)) return;
    const topic = topics.deployments(host);
    await this.parts.bus.ensureTopics([topic, topic + DEAD_LETTER_SUFFIX]);
    this.known.add(host);
  }

  private async take(records: readonly BusRecord[]): Promise<void> {
    for (const record of records)
      try {
        await this.parts.handle(decodeCloudEvent(record));
      } catch (error) {
        if (!(error instanceof MalformedMessageError)) throw error;
        const { topic, key, value, headers } = record;
        await this.parts.bus.publish([deadLetter({ topic, key, value, headers }, error.message)]);
      }
  }
}

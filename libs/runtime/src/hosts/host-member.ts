import { randomUUID } from 'node:crypto';
import { type CloudEvent, MalformedMessageError } from '../cloud-event';
import { faults } from '../inputs/message-schemas';
import type { Logger } from '../logger';
import { messageTypes } from '../messages';
import type { Bus } from '../ports/bus';
import type { HostStore } from '../ports/host-store';
import { Repeat } from '../repeat';
import { COORDINATOR } from '../scores/placement';
import { CatchUp } from './catch-up';
import { HostChannel } from './host-channel';
import {
  HOST_PROTOCOL,
  type HostJoined,
  type HostMessage,
  type HostTurnedAway,
  type HostWelcomed,
} from './host-messages';
import {
  deploymentActivated,
  deploymentHeld,
  deploymentOffered,
  hostTurnedAway,
  hostWelcomed,
} from './host-schemas';
import type { Hosting } from './hosting';
import { OwnNumber } from './own-number';
import type { HostPace } from './pace';
import { versionHash } from './share-content';
import type { Answer, TakeOver } from './take-over';
import type { z } from 'zod';

export interface MemberParts {
  readonly host: string;
  readonly bus: Bus;
  readonly store: HostStore;
  readonly takeOver: TakeOver;
  readonly participants: readonly string[];
  readonly pace: HostPace;
  readonly clock: () => number;
  readonly logger: Logger;
}

/**
 * A host beside the orchestrator: tells that it is there, takes over what it is offered, and takes work once it has caught up.
 * Without an answer it goes on with what it has, because sagas run without the orchestrator as well.
 */
export class HostMember implements Hosting {
  private channel: HostChannel | undefined;
  private identity = '';
  private readonly joining: Repeat;
  private readonly session = randomUUID();
  private readonly catchUp = new CatchUp();
  private welcomed = false;
  private turnedAway: string | undefined;
  private alone: NodeJS.Timeout | undefined;
  private begin: () => void = () => undefined;
  private hold: () => Promise<void> = () => Promise.resolve();
  private working = false;
  private readonly number = new OwnNumber();

  constructor(private readonly parts: MemberParts) {
    this.joining = new Repeat(
      'Joining the orchestrator',
      parts.pace.joinEveryMs,
      () => this.join(),
      parts.logger,
    );
  }

  async start(work: { begin(): void; hold(): Promise<void> }): Promise<void> {
    const { host, bus, logger, clock, store, pace } = this.parts;
    this.begin = () => {
      clearTimeout(this.alone);
      if (this.working) return;
      this.working = true;
      work.begin();
    };
    this.hold = async () => {
      if (!this.working) return;
      this.working = false;
      await work.hold();
    };
    const own = await store.own();
    this.identity = own.identity;
    if (own.number !== undefined) this.number.give(own.number);
    this.channel = new HostChannel({
      bus,
      logger,
      clock,
      host,
      // Two databases of one name must both hear what is meant for either.
      group: `${host}.deployments.${this.identity}`,
      peers: [COORDINATOR],
      handle: (event) => this.take(event),
      onJoined: () => this.joining.start(),
    });
    this.channel.start();
    this.alone = setTimeout(() => this.goOnAlone(), pace.aloneAfterMs);
    this.alone.unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.alone);
    await this.joining.stop();
    await this.channel?.stop();
    this.number.stop(this.parts.host);
  }

  get isWorking(): boolean {
    return this.working;
  }

  /** A service whose orchestrator has not answered yet does all that it does without one. */
  get problem(): string | undefined {
    return this.turnedAway;
  }

  /** The range of its saga numbers, see `hostBlocks`; waits until the orchestrator has given it. */
  readonly hostNumber = (): Promise<number> => this.number.wait();

  private async join(): Promise<number | void> {
    const { host, participants, pace } = this.parts;
    const { identity, session } = this;
    await this.readWhatOthersHeard();
    const held = await this.held();
    const protocol = HOST_PROTOCOL;
    await this.tell(messageTypes.hostJoined, { host, identity, session, protocol, participants, held });
    return this.welcomed ? undefined : Date.now() + pace.joinAgainMs;
  }

  /** Another process of this host may have got the answers of the orchestrator. */
  private async readWhatOthersHeard(): Promise<void> {
    const { number, welcomed, turnedAway } = await this.parts.store.own();
    if (turnedAway !== undefined) return this.stopWork(turnedAway);
    if (number !== undefined) this.number.give(number);
    if (welcomed.includes(this.session)) this.goOn();
  }

  private async held(): Promise<HostJoined['held'][number][]> {
    return (await this.parts.store.held()).map(({ key, contentHash, placement, active, holding }) => ({
      score: key,
      hash: versionHash(contentHash, placement),
      active,
      holding: holding === true,
    }));
  }

  private async tell(type: string, data: HostMessage): Promise<void> {
    await this.channel?.send(COORDINATOR, type, data);
  }

  private async take(event: CloudEvent): Promise<void> {
    switch (event.type) {
      case messageTypes.deploymentOffered: {
        const offer = this.read(event, deploymentOffered);
        return offer && this.answer(offer.key, await this.parts.takeOver.offered(offer));
      }
      case messageTypes.deploymentHeld: {
        const held = this.read(event, deploymentHeld);
        return held && this.answer(held.score, await this.parts.takeOver.held(held));
      }
      case messageTypes.deploymentActivated: {
        const activated = this.read(event, deploymentActivated);
        return activated && this.answer(activated.score, await this.parts.takeOver.activated(activated));
      }
      case messageTypes.hostWelcomed:
        return this.welcome(this.read(event, hostWelcomed));
      case messageTypes.hostTurnedAway:
        return this.turnAway(this.read(event, hostTurnedAway));
      default:
        throw new MalformedMessageError(
          `Type ${event.type} is not understood here: update the service ${this.parts.host}.`,
        );
    }
  }

  /** Undefined: meant for another database of this name. */
  private read<T extends { readonly host: string; readonly identity: string }>(
    { data, type }: CloudEvent,
    schema: z.ZodType<T>,
  ): T | undefined {
    const parsed = schema.safeParse(data);
    if (!parsed.success) throw new MalformedMessageError(`Not a ${type}: ${faults(parsed.error)}.`);
    return parsed.data.identity === this.identity ? parsed.data : undefined;
  }

  private async answer(score: string, answer: Answer | undefined): Promise<void> {
    // An activation of what it does not have: it is offered again when it has joined anew.
    if (!answer) return this.joining.wake();
    const who = { host: this.parts.host, identity: this.identity, score };
    if ('reason' in answer) await this.tell(messageTypes.deploymentRefused, { ...who, ...answer });
    else await this.tell(messageTypes.deploymentAccepted, { ...who, ...answer });
    this.catchUp.settle(score);
    await this.noteReady();
  }

  private async welcome(welcome: HostWelcomed | undefined): Promise<void> {
    if (!welcome) return;
    const held = new Map((await this.held()).map(({ score, hash }) => [score, hash]));
    const missing = welcome.expects.filter(({ score, hash }) => held.get(score) !== hash);
    this.catchUp.expect(
      welcome.session,
      welcome.number,
      missing.map(({ score }) => score),
    );
    await this.noteReady();
  }

  private async noteReady(): Promise<void> {
    for (const { session, number } of this.catchUp.takeReady()) {
      await this.parts.store.noteWelcome(session, number);
      this.number.give(number);
      if (session === this.session) this.goOn();
    }
  }

  private goOn(): void {
    const { logger, host } = this.parts;
    if (this.turnedAway !== undefined) logger.info({ host }, 'The orchestrator has taken this host in.');
    this.turnedAway = undefined;
    this.welcomed = true;
    this.begin();
  }

  private goOnAlone(): void {
    if (this.turnedAway !== undefined || this.number.value === undefined || this.working) return;
    const { logger, host } = this.parts;
    logger.warn({ host }, 'The orchestrator does not answer: this host goes on with what it has.');
    this.begin();
  }

  private async turnAway(message: HostTurnedAway | undefined): Promise<void> {
    if (!message) return;
    await this.parts.store.noteTurnedAway(message.reason);
    await this.stopWork(message.reason);
  }

  private async stopWork(reason: string): Promise<void> {
    if (this.turnedAway === undefined) this.parts.logger.error({ host: this.parts.host }, reason);
    this.turnedAway = reason;
    this.welcomed = false;
    await this.hold();
  }
}

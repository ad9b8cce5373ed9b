import type { z } from 'zod';
import { type CloudEvent, MalformedMessageError } from '../cloud-event';
import { faults } from '../inputs/message-schemas';
import type { Logger } from '../logger';
import { messageTypes } from '../messages';
import type { Bus } from '../ports/bus';
import type { Admission, HostRecord, HostStore, Share, ShareAnswer } from '../ports/host-store';
import { Repeat } from '../repeat';
import { COORDINATOR } from '../scores/placement';
import { reasonToTurnAway } from './admission';
import { DeploymentWork, type WorkParts } from './deployment-work';
import { HostChannel } from './host-channel';
import type { HostJoined, HostWelcomed } from './host-messages';
import { deploymentAccepted, deploymentRefused, hostJoined } from './host-schemas';
import type { Hosting } from './hosting';
import type { HostPace } from './pace';
import { type CompositionStatus, hostStatus, type HostStatus } from './host-status';
import { reportOf } from './report-of-host';

/** Who waits for a version looks this often at least. */
const AGAIN_MS = 500;

export interface CoordinatorParts extends Omit<WorkParts, 'send'> {
  readonly bus: Bus;
  readonly store: HostStore;
  readonly pace: HostPace;
  readonly logger: Logger;
}

/** The orchestrator's side: takes hosts in, and brings every version to those that shall have it. */
export class HostCoordinator implements Hosting {
  readonly work: DeploymentWork;
  private readonly channel: HostChannel;
  private readonly looking: Repeat;
  private readonly afterLook = new Set<() => void>();

  constructor(private readonly parts: CoordinatorParts) {
    const { bus, logger, clock, pace } = parts;
    this.channel = new HostChannel({
      bus,
      logger,
      clock,
      host: COORDINATOR,
      group: `${COORDINATOR}.deployments`,
      peers: [],
      handle: (event) => this.take(event),
      onJoined: () => this.looking.wake(),
    });
    this.work = new DeploymentWork({
      ...parts,
      send: (host, type, data) => this.channel.send(host, type, data),
    });
    this.looking = new Repeat('Bringing versions to hosts', pace.repeatAfterMs, () => this.look(), logger);
  }

  start(work: { begin(): void }): Promise<void> {
    this.channel.start();
    this.looking.start();
    work.begin();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.looking.stop();
    await this.channel.stop();
    for (const tell of this.afterLook) tell();
  }

  readonly isWorking = true;
  readonly problem = undefined;

  /** To be called after these were deployed, whether that has made new versions or not. */
  async deployed(resources: Parameters<DeploymentWork['repair']>[0]): Promise<void> {
    await this.work.repair(resources);
    this.looking.wake();
  }

  /** Hosts and compositions as they are now. */
  async status(): Promise<HostStatus> {
    const { store, registry } = this.parts;
    await registry.refresh();
    const [hosts, shares] = await Promise.all([store.hosts(), store.shares('all')]);
    return hostStatus(registry, this.work.known(hosts, shares));
  }

  /** Resolves when none of these versions waits for a host any more, or after `withinMs`; answers where they stand. */
  async settled(versions: readonly string[], withinMs: number): Promise<readonly CompositionStatus[]> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const { compositions } = await this.status();
      const meant = compositions.filter(({ key }) => versions.includes(key));
      const left = deadline - Date.now();
      if (left <= 0 || meant.every(({ state }) => state !== 'pending')) return meant;
      await this.nextLook(Math.min(left, AGAIN_MS));
    }
  }

  /** Resolves after the next look, or after `withinMs`: another orchestrator may have looked. */
  private async nextLook(withinMs: number): Promise<void> {
    let done = (): void => undefined;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      done = resolve;
      timer = setTimeout(done, withinMs);
      this.afterLook.add(done);
    });
    clearTimeout(timer);
    this.afterLook.delete(done);
  }

  private async look(): Promise<void> {
    await this.work.look();
    for (const tell of this.afterLook) tell();
  }

  private async take(event: CloudEvent): Promise<void> {
    switch (event.type) {
      case messageTypes.hostJoined:
        return this.join(read(event, hostJoined));
      case messageTypes.deploymentAccepted: {
        const { hash: answer, active, holding, ...who } = read(event, deploymentAccepted);
        return this.answered(who, ({ hash }) => ({
          state: answer === hash ? 'accepted' : 'drifted',
          answer,
          active,
          holding,
        }));
      }
      case messageTypes.deploymentRefused: {
        const { reason, ...who } = read(event, deploymentRefused);
        return this.answered(who, ({ active }) => ({ state: 'refused', reason, active }));
      }
      default:
        throw new MalformedMessageError(
          `Type ${event.type} is not understood here: update the orchestrator.`,
        );
    }
  }

  private async join(joined: HostJoined): Promise<void> {
    const { store, pace, logger, clock } = this.parts;
    const { host: name, identity, protocol, participants } = joined;
    const admission: Admission = { name, identity, protocol, participants, seenAt: clock() };
    const known = await store.hosts();
    const reason = reasonToTurnAway(admission, known, pace.aliveForMs);
    if (reason !== undefined) {
      logger.warn({ host: name, identity }, reason);
      await store.turnAway(admission, reason);
      return this.channel.send(name, messageTypes.hostTurnedAway, { host: name, identity, reason });
    }
    const host = await store.admit(admission);
    if (known.find((one) => one.name === name)?.identity !== identity)
      logger.info({ host: name, identity }, 'A host has joined.');
    await this.welcome(joined, host);
    this.looking.wake();
  }

  /** What it lacks goes first; it takes work when it has all of that, or has refused it. */
  private async welcome(joined: HostJoined, host: HostRecord): Promise<void> {
    const { store, clock, registry } = this.parts;
    const { name, identity, number } = host;
    await registry.refresh();
    const hosts = await store.hosts();
    await this.work.plan(hosts);
    for (const share of await this.sharesOf(name)) {
      const report = reportOf(share, joined);
      if (report) await store.answer(share, { ...report, at: clock() });
    }
    const shares = await this.sharesOf(name);
    const known = this.work.known(hosts, shares);
    const wanted = shares.filter((share) => share.state !== 'drifted' && this.work.isWanted(share, known));
    await this.work.offer(wanted, hosts, name);
    const expects = wanted.map(({ score, hash }) => ({ score, hash }));
    const { session } = joined;
    const welcome: HostWelcomed = { host: name, identity, session, number: number ?? 0, expects };
    await this.channel.send(name, messageTypes.hostWelcomed, welcome);
  }

  private async sharesOf(name: string): Promise<Share[]> {
    return (await this.parts.store.shares('all')).filter(({ host }) => host === name);
  }

  private async answered(
    who: { readonly host: string; readonly identity: string; readonly score: string },
    answerTo: (share: Share) => Omit<ShareAnswer, 'at'>,
  ): Promise<void> {
    const { store, clock, logger } = this.parts;
    const { host, score, identity } = who;
    const known = (await store.hosts()).find(({ name }) => name === host);
    const share = (await this.sharesOf(host)).find((one) => one.score === score);
    if (known?.identity !== identity || !share) return;
    const answer = answerTo(share);
    await store.answer(share, { ...answer, at: clock() });
    if (answer.reason !== undefined && answer.reason !== share.reason)
      logger.warn({ host, score }, `${host} refuses a version: ${answer.reason}`);
    this.looking.wake();
  }
}

function read<T>({ data, type }: CloudEvent, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new MalformedMessageError(`Not a ${type}: ${faults(parsed.error)}.`);
  return parsed.data;
}

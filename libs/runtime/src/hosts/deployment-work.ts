import type { Logger } from '../logger';
import { messageTypes } from '../messages';
import type { HostRecord, HostStore, NewShare, Share, ShareKey } from '../ports/host-store';
import type { ScoreStore, StoredScore } from '../ports/score-store';
import type { LoadedScore } from '../scores/loaded-score';
import type { ScoreRegistry } from '../scores/score-registry';
import { startTimersOf } from '../scores/start-timers';
import { isAlive } from './admission';
import { Changeover } from './changeover';
import type { DeploymentOffered, HostMessage } from './host-messages';
import type { HostPace } from './pace';
import { pack } from './packed-text';
import { planShares, type PlannedShare } from './plan-shares';
import { contentFor, hashOf, versionHash } from './share-content';
import { type Known, standingOf } from './standing';

export interface WorkParts {
  readonly store: HostStore;
  readonly scores: ScoreStore;
  readonly registry: ScoreRegistry;
  readonly send: (host: string, type: string, data: HostMessage) => Promise<void>;
  readonly pace: HostPace;
  readonly maxMessageBytes: number;
  readonly clock: () => number;
  readonly logger: Logger;
  /** A version begins sagas: timers and topics may be new. */
  readonly onActivated: () => Promise<void>;
}

type Named = Pick<StoredScore, 'kind' | 'id'>;

/** What the orchestrator does so that every version gets to its hosts; all of it can be done again. */
export class DeploymentWork {
  private planned: Set<string> | undefined;
  private readonly said = new Map<string, number>();

  private readonly changeover: Changeover;

  constructor(private readonly parts: WorkParts) {
    const { scores, registry, pace } = parts;
    this.changeover = new Changeover({
      scores,
      registry,
      changeoverMs: pace.changeoverMs,
      say: (share, known, what, message) => this.say(share, known, what, message),
    });
  }

  /** Plans, offers and activates what can be by now. */
  async look(): Promise<void> {
    const { registry, store } = this.parts;
    await registry.refresh();
    const hosts = await store.hosts();
    await this.plan(hosts);
    const known = this.known(hosts, await store.shares('open'));
    await this.offer(
      known.shares.filter((share) => this.isWanted(share, known)),
      hosts,
    );
    for (const version of registry.compositions)
      if (!version.active) await this.activateIfTaken(version, known);
    await this.tellOfActivation(known);
  }

  /** Adds the shares that versions and hosts, new or old, have not been given yet. */
  async plan(hosts: readonly HostRecord[]): Promise<void> {
    const { store, registry } = this.parts;
    this.planned ??= new Set((await store.shares('all')).map(textOf));
    const planned = this.planned;
    const wanted = planShares(registry, hosts, (score, host) => planned.has(textOf({ score, host })));
    if (wanted.length === 0) return;
    const shares = await Promise.all(wanted.map((share) => this.shareOf(share)));
    await store.plan(shares);
    for (const share of shares) planned.add(textOf(share));
  }

  /** Sends what hosts have not answered; a host that is not there gets it when it joins. */
  async offer(shares: readonly Share[], hosts: readonly HostRecord[], joined?: string): Promise<void> {
    for (const share of shares)
      if (share.state === 'offered' || (share.state === 'refused' && share.host === joined))
        await this.tell(share, hosts, 'offer', share.host === joined, (host) => this.sendOffer(share, host));
  }

  /** Versions of these that a host has another text of are offered again, older ones as well. */
  async repair(deployed: readonly Named[]): Promise<void> {
    const { store, registry, clock } = this.parts;
    const isMeant = ({ kind, id }: Named) => deployed.some((one) => one.kind === kind && one.id === id);
    const meant = new Set(
      [...registry.mirrored, ...registry.compositions].filter(isMeant).map(({ key }) => key),
    );
    for (const share of await store.shares('open'))
      if (share.state === 'drifted' && meant.has(share.score))
        await store.answer(share, { state: 'offered', active: share.active, at: clock() });
  }

  /** A version that a newer one has overtaken is not brought to its hosts any more. */
  isWanted({ score }: ShareKey, { isSuperseded }: Known): boolean {
    const version = this.parts.registry.get(score);
    return !version || version.active || !isSuperseded(version);
  }

  known(hosts: readonly HostRecord[], shares: readonly Share[]): Known {
    const { registry, clock, pace } = this.parts;
    const compositions = registry.compositions;
    return {
      hosts,
      shares,
      before: (version) =>
        new Set(
          registry.mirrored.flatMap(({ key, deployedAt }) => (deployedAt <= version.deployedAt ? [key] : [])),
        ),
      isSuperseded: ({ id, version }) =>
        compositions.some((other) => other.id === id && other.version > version),
      now: clock(),
      aliveForMs: pace.aliveForMs,
    };
  }

  private async shareOf({ version, host, participants }: PlannedShare): Promise<NewShare> {
    const { key: score, hash } = version;
    if (!participants) return { score, host, participants: [], hash };
    const whole = await this.parts.store.whole(score);
    const content = await contentFor(whole.content, participants);
    const about = { score, host, participants };
    return { ...about, content, hash: versionHash(hashOf(content), whole.placement ?? {}) };
  }

  private async sendOffer(share: Share, { identity }: HostRecord): Promise<void> {
    const { store, send, maxMessageBytes, clock } = this.parts;
    const offer = await store.offer(share);
    if (!offer) return;
    const { content, ...about } = offer;
    const { host, participants } = share;
    // What leaves this host for the orchestrator names no other host: it must not look as if it ran here.
    const placed = participants.length > 0 && !about.placement ? { placement: {} } : {};
    const packed = await pack(content);
    const data: DeploymentOffered = { ...about, ...placed, host, identity, participants, packed };
    if (data.packed.length < maxMessageBytes) return send(host, messageTypes.deploymentOffered, data);
    const reason = `packed it has ${data.packed.length} bytes, more than a message may have (${maxMessageBytes}): split the model into several.`;
    await store.answer(share, { state: 'refused', reason, active: false, at: clock() });
  }

  private async activateIfTaken(version: LoadedScore, known: Known): Promise<void> {
    const { state, waitsFor } = standingOf(version, known);
    if (state !== 'pending' || waitsFor.length > 0) return;
    const handover = await this.changeover.handOver(version, known);
    if (handover === 'under way') return;
    const from = handover === 'none' ? undefined : handover;
    const { scores, registry, logger, onActivated } = this.parts;
    const starts = {
      processes: version.whole.processes.map(({ id }) => id),
      startTimers: startTimersOf(version.score, from ?? known.now),
    };
    if (!(await scores.activateScore(version.key, starts, from))) return;
    logger.info({ score: version.id, version: version.version }, 'All hosts have it: it begins sagas now.');
    await registry.refresh();
    await onActivated();
  }

  /** Hosts that have it and do not begin sagas with it yet. */
  private async tellOfActivation(known: Known): Promise<void> {
    const { registry } = this.parts;
    for (const share of known.shares) {
      const version = registry.get(share.score);
      if (!version?.active || share.active || share.state !== 'accepted') continue;
      // Only the newest active one: an older one that came late must not take its place.
      if (registry.newestScore(version.id) !== version) continue;
      await this.say(share, known, 'activate', ({ identity }) => {
        const { host, score } = share;
        const { activeFrom } = version;
        return [messageTypes.deploymentActivated, { host, identity, score, activeFrom }];
      });
    }
  }

  private say(
    share: Share,
    { hosts }: Known,
    what: string,
    message: (host: HostRecord) => readonly [type: string, data: HostMessage],
  ): Promise<void> {
    return this.tell(share, hosts, what, false, (host) => this.parts.send(host.name, ...message(host)));
  }

  /** Tells a host of a share, unless it was told a moment ago or nobody is there to hear it. */
  private async tell(
    share: Share,
    hosts: readonly HostRecord[],
    what: string,
    atOnce: boolean,
    tell: (host: HostRecord) => Promise<void>,
  ): Promise<void> {
    const { clock, pace } = this.parts;
    const now = clock();
    const host = hosts.find(({ name }) => name === share.host);
    if (!host || !isAlive(host, now, pace.aliveForMs)) return;
    const told = `${what} ${textOf(share)}`;
    if (!atOnce && now - (this.said.get(told) ?? -Infinity) < pace.repeatAfterMs) return;
    this.said.set(told, now);
    await tell(host);
  }
}

const textOf = ({ score, host }: ShareKey): string => `${score} ${host}`;

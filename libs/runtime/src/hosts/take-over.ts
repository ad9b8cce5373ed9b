import { type Score, ScoreRefusedError } from '@partitura/bpmn';
import { compileDecisions, DecisionsRefusedError } from '@partitura/feel';
import type { HostStore } from '../ports/host-store';
import type { NewScore, ScoreStore } from '../ports/score-store';
import { readForm } from '../scores/form';
import { COORDINATOR } from '../scores/placement';
import { readSchema } from '../scores/schemas/read-schema';
import type { ScoreRegistry } from '../scores/score-registry';
import { startTimersOf } from '../scores/start-timers';
import type { DeploymentActivated, DeploymentHeld, DeploymentOffered } from './host-messages';
import { unpack } from './packed-text';
import { hashOf, versionHash } from './share-content';

export interface TakeOverParts {
  readonly scores: ScoreStore;
  readonly store: HostStore;
  readonly registry: ScoreRegistry;
  readonly compile: (xml: string) => Promise<Score>;
  /** Job types that this host has handlers for; undefined: it does not say. */
  readonly jobTypes: () => ReadonlySet<string> | undefined;
  /** Participants whose tasks it does itself. */
  readonly participants: ReadonlySet<string>;
  /** What a new version brings is read and listened to from now on; rejects while that cannot be. */
  readonly onTaken: () => Promise<void>;
  readonly clock: () => number;
}

/** What a host says to a version that it was offered. */
export type Answer =
  | { readonly hash: string; readonly active: boolean; readonly holding: boolean }
  | { readonly reason: string };

/** How a host takes over versions: it keeps what it can run, and says why it does not keep the rest. */
export class TakeOver {
  constructor(private readonly parts: TakeOverParts) {}

  async offered(offer: DeploymentOffered): Promise<Answer> {
    const content = await unpack(offer.packed).catch(() => '');
    if (versionHash(hashOf(content), offer.placement) !== offer.hash)
      return { reason: `its text does not have the hash ${offer.hash}: deploy it again.` };
    const refusal = await this.refusal(offer, content);
    if (refusal !== undefined) return { reason: refusal };
    await this.parts.scores.adoptScore(adopted(offer, content));
    await this.taken();
    if (isComposition(offer) && offer.active) await this.activate(offer.key, offer.activeFrom);
    return this.stored(offer.key);
  }

  /** Undefined: it does not have it. */
  async held({ score }: DeploymentHeld): Promise<Answer | undefined> {
    const { registry, scores } = this.parts;
    await registry.refresh();
    if (!registry.get(score)) return undefined;
    await scores.holdStarts(score);
    await registry.refresh();
    return this.stored(score);
  }

  /** Undefined: it does not have it. */
  async activated({ score, activeFrom }: DeploymentActivated): Promise<Answer | undefined> {
    await this.parts.registry.refresh();
    if (!this.parts.registry.get(score)) return undefined;
    await this.activate(score, activeFrom);
    return this.stored(score);
  }

  private async activate(key: string, activeFrom?: number): Promise<void> {
    const loaded = this.parts.registry.get(key);
    if (!loaded) return;
    const from = activeFrom ?? this.parts.clock();
    const starts = {
      processes: loaded.whole.processes.map(({ id }) => id),
      startTimers: startTimersOf(loaded.score, from),
    };
    if (await this.parts.scores.activateScore(key, starts, activeFrom)) await this.taken();
  }

  private async taken(): Promise<void> {
    await this.parts.registry.refresh();
    await this.parts.onTaken();
  }

  /** From what is stored, not from what was sent: that is what it will run. */
  private async stored(key: string): Promise<Answer> {
    const held = (await this.parts.store.held()).find((one) => one.key === key);
    if (!held) return { reason: 'it could not be stored: look into the log of the service.' };
    const hash = versionHash(held.contentHash, held.placement);
    return { hash, active: held.active, holding: held.holding === true };
  }

  private async refusal(
    { kind, resource, host, placement, participants }: DeploymentOffered,
    content: string,
  ) {
    try {
      if (kind === 'dmn') await compileDecisions(content);
      else if (kind === 'form') readForm(content);
      else if (kind === 'schema') readSchema(resource, content);
      else {
        const score = await this.parts.compile(content);
        const here = participants.filter((name) => (placement?.[name] ?? COORDINATOR) === host);
        return this.missingHandlers(score, here);
      }
      return undefined;
    } catch (error) {
      if (error instanceof ScoreRefusedError || error instanceof DecisionsRefusedError)
        return `this release cannot run it (${error.message}): update the service.`;
      throw error;
    }
  }

  private missingHandlers(score: Score, participants: readonly string[]): string | undefined {
    const known = this.parts.jobTypes();
    if (!known) return undefined;
    const missing = new Set<string>();
    for (const { participant, elements } of score.processes)
      if (
        participant !== undefined &&
        participants.includes(participant) &&
        this.parts.participants.has(participant)
      )
        for (const { job } of elements.values())
          if (typeof job?.type.constant === 'string' && !known.has(job.type.constant))
            missing.add(job.type.constant);
    if (missing.size === 0) return undefined;
    return `no handler does ${[...missing].sort().join(', ')}: add @Task handlers for them to the service, and deploy again.`;
  }
}

/** Compositions alone are meant for single hosts. */
const isComposition = ({ participants }: DeploymentOffered): boolean => participants.length > 0;

/** What hosts only need to know begins nothing here, so it is active at once. */
function adopted(offer: DeploymentOffered, content: string) {
  const { kind, key, id, version, hash, resource, deploymentKey, deployedAt, placement } = offer;
  const score: NewScore = {
    kind,
    key,
    id,
    hash,
    content,
    resource,
    processes: [],
    startTimers: [],
    ...(placement ? { placement } : {}),
    ...(isComposition(offer) ? { pending: true as const } : {}),
  };
  return { ...score, version, deploymentKey, deployedAt };
}

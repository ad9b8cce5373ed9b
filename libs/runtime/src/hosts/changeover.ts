import { messageTypes } from '../messages';
import type { HostRecord, Share } from '../ports/host-store';
import type { ScoreStore } from '../ports/score-store';
import type { LoadedScore } from '../scores/loaded-score';
import { COORDINATOR } from '../scores/placement';
import type { ScoreRegistry } from '../scores/score-registry';
import { isAlive } from './admission';
import type { HostMessage } from './host-messages';
import { hostsLeft } from './plan-shares';
import type { Known } from './standing';

export interface ChangeoverParts {
  readonly scores: ScoreStore;
  readonly registry: ScoreRegistry;
  readonly changeoverMs: number;
  readonly say: (
    share: Share,
    known: Known,
    what: string,
    message: (host: HostRecord) => readonly [type: string, data: HostMessage],
  ) => Promise<void>;
}

/** The start of a version's sagas moves: from when on another host has it (epoch ms). */
export type Handover = 'under way' | 'none' | number;

/**
 * Takes the start of sagas from one host to another so that each start message begins exactly one: the hosts that are left
 * hold it back first, those that come keep it meanwhile, and the moment of the change is chosen when no process of a host
 * that is left can begin anything any more. A host that is away has no say: it hears of it before it takes work again.
 */
export class Changeover {
  private readonly heldSince = new Map<string, number>();

  constructor(private readonly parts: ChangeoverParts) {}

  async handOver(version: LoadedScore, known: Known): Promise<Handover> {
    const { registry, changeoverMs } = this.parts;
    const { key } = version;
    const left = hostsLeft(version, registry);
    if (left.size === 0) return 'none';
    if (!(await this.isHeld(version, left, known))) {
      this.heldSince.delete(key);
      return 'under way';
    }
    const since = this.heldSince.get(key) ?? known.now;
    this.heldSince.set(key, since);
    if (known.now - since < changeoverMs) return 'under way';
    this.heldSince.delete(key);
    return known.now;
  }

  private async isHeld(version: LoadedScore, left: ReadonlySet<string>, known: Known): Promise<boolean> {
    const { scores, registry } = this.parts;
    if (left.has(COORDINATOR) && !version.holding) {
      await scores.holdStarts(version.key);
      await registry.refresh();
      return false;
    }
    const missing = known.shares.filter((share) => {
      const { score, host, holding } = share;
      return score === version.key && left.has(host) && !holding && isThere(host, known);
    });
    for (const share of missing)
      await this.parts.say(share, known, 'hold', ({ identity }) => {
        const { host, score } = share;
        return [messageTypes.deploymentHeld, { host, identity, score }];
      });
    return missing.length === 0;
  }
}

const isThere = (name: string, { hosts, now, aliveForMs }: Known): boolean =>
  hosts.some((host) => host.name === name && isAlive(host, now, aliveForMs));

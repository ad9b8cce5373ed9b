import type { SettledOptions } from '../runtime-options';
import { COORDINATOR } from '../scores/placement';
import type { ScoreRegistry } from '../scores/score-registry';
import { HostCoordinator } from './host-coordinator';
import { HostMember } from './host-member';
import { usualPace } from './pace';
import { TakeOver } from './take-over';

export interface HostingParts {
  readonly registry: ScoreRegistry;
  /** What a new version brings: topics to read, timers. */
  readonly onNew: () => Promise<void>;
}

/** The orchestrator's side or that of another host; undefined without a store for it. */
export function wireHosting(
  options: SettledOptions,
  { registry, onNew }: HostingParts,
): HostCoordinator | HostMember | undefined {
  const { hosts: store, host, bus, scores, clock, logger, localWork, compile } = options;
  if (!store) return undefined;
  const pace = { ...usualPace, ...options.hostPace };
  if (host === COORDINATOR) {
    const { maxMessageBytes } = options;
    return new HostCoordinator({
      store,
      scores,
      registry,
      bus,
      pace,
      maxMessageBytes,
      clock,
      logger,
      onActivated: onNew,
    });
  }
  const { participants } = localWork;
  const jobTypes = options.jobTypes ?? (() => undefined);
  const takeOver = new TakeOver({
    scores,
    store,
    registry,
    compile,
    jobTypes,
    participants,
    onTaken: onNew,
    clock,
  });
  return new HostMember({
    host,
    bus,
    store,
    takeOver,
    participants: [...participants].sort(),
    pace,
    clock,
    logger,
  });
}

import type { CompositionStatus } from '@partitura/runtime';

/** A version of a composition: where it runs, and what each of its hosts has of it. */
export const compositionView = ({
  key,
  id,
  version,
  resource,
  deployedAt,
  activeFrom,
  state,
  isCurrent,
  placement,
  waitsFor,
  shares,
}: CompositionStatus) => ({
  compositionKey: key,
  compositionId: id,
  version,
  resourceName: resource,
  deployedAt: new Date(deployedAt).toISOString(),
  activeFrom: activeFrom === undefined ? null : new Date(activeFrom).toISOString(),
  state,
  current: isCurrent,
  placement,
  waitsFor,
  hosts: shares.map((share) => ({
    host: share.host,
    participants: share.participants,
    state: share.state,
    active: share.active,
    expectedHash: share.hash,
    hash: share.answer ?? null,
    reason: share.reason ?? null,
    at: new Date(share.at).toISOString(),
  })),
});

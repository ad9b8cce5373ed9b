import type { Variables } from '@partitura/engine';
import type { OuterMessage } from '../ports/saga-store';

/** A transient message is delivered at once; a crash between its arrival and its delivery may take this long. */
const GRACE_MS = 600_000;

/** A signal reaches everyone who waits for it when it arrives. */
export const signalMessage = (
  name: string,
  messageId: string,
  variables: Variables,
  now: number,
  more: Pick<OuterMessage, 'sagaId' | 'trace'> = {},
): OuterMessage => ({
  kind: 'signal',
  name,
  key: '',
  messageId,
  variables: JSON.stringify(variables),
  arrivedAt: now,
  ...lifetime(now, 0),
  ...more,
});

/** How long a message is there for; without a time-to-live it reaches only who waits now. */
export const lifetime = (now: number, ttlMs: number): Pick<OuterMessage, 'expiresAt' | 'transient'> =>
  ttlMs > 0 ? { expiresAt: now + ttlMs } : { expiresAt: now + GRACE_MS, transient: true };

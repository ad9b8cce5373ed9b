import type { Logger } from '../logger';
import type { Bus } from '../ports/bus';
import type { SagaStore } from '../ports/saga-store';
import { Repeat } from '../repeat';
import type { Meters } from '../telemetry/meters';
import { messageOf } from './outbox-message';

const LIMIT = 500;

/** Publishes what a process that died has left in the outbox, in commit order; some of it may go out twice (P1 stands that). */
export function outboxSweeper(
  store: SagaStore,
  bus: Bus,
  options: { readonly everyMs: number; readonly olderThanMs: number },
  meters: Meters,
  logger: Logger,
): Repeat {
  return new Repeat(
    'Sweeping the outbox',
    options.everyMs,
    async () => {
      const swept = await store.sweepOutbox(options.olderThanMs, LIMIT, (rows) =>
        bus.publish(rows.map(messageOf)),
      );
      if (swept === 0) return undefined;
      meters.outboxSwept.add(swept);
      logger.info({ messages: swept }, 'Published messages that were left in the outbox.');
      return swept === LIMIT ? 0 : undefined;
    },
    logger,
  );
}

import type { Logger } from '../logger';
import type { Input, JoinAsk } from '../loop/input';
import type { InputQueue } from '../loop/input-queue';
import type { RemotePart, SagaStore, StoredSaga, Tombstone } from '../ports/saga-store';
import type { PartSummary } from './part-summary';

export interface EarlyRequestParts {
  readonly store: SagaStore;
  readonly queue: InputQueue;
  readonly logger: Logger;
  readonly clock: () => number;
}

/**
 * A request to undo or cancel a saga may come before anything is known of it here: it has left a tombstone. Whoever comes second,
 * the request or the first word of the saga, finds the other one, because both are stored before this looks.
 */
export class EarlyRequests {
  constructor(private readonly parts: EarlyRequestParts) {}

  /** Other hosts have told of these sagas. */
  async whenTold(sagaIds: readonly string[]): Promise<void> {
    if (sagaIds.length === 0) return;
    const rows = await this.parts.store.load(sagaIds);
    const early = rows.filter(({ status }) => status === 'tombstone');
    if (early.length > 0) this.coordinate(early, await this.parts.store.remoteParts(early.map(idOf)));
  }

  /** Requests have left these tombstones. Never rejects: whoever tells of the saga next finds them. */
  whenRequested(sagaIds: readonly string[]): void {
    if (sagaIds.length === 0) return;
    this.whenTold(sagaIds).catch((error: unknown) =>
      this.parts.logger.debug({ err: error }, 'Whether other hosts know these sagas is looked up later.'),
    );
  }

  private coordinate(tombstones: readonly StoredSaga[], told: readonly RemotePart[]): void {
    const inputs: Input[] = tombstones.flatMap(({ sagaId, state }): Input[] => {
      const part = told.find((one) => one.sagaId === sagaId);
      if (!part) return [];
      const ask = coordinateAsk(part, JSON.parse(state) as Tombstone);
      const nobody = (): void => undefined;
      return [
        {
          sagaId,
          ask,
          at: this.parts.clock(),
          origin: { source: 'store', about: true },
          settle: nobody,
          fail: nobody,
        },
      ];
    });
    if (inputs.length > 0) this.parts.queue.push(inputs);
  }
}

const idOf = ({ sagaId }: StoredSaga): string => sagaId;

/** Undoes or cancels a saga of which only other hosts have a part. */
function coordinateAsk({ score, part }: RemotePart, { undo, cancel }: Tombstone): JoinAsk {
  const { root, trace } = JSON.parse(part) as PartSummary;
  const intent = cancel ? 'cancel' : 'undo';
  return {
    kind: 'join',
    score,
    root,
    ...(trace === undefined ? {} : { trace }),
    command: { kind: 'coordinate', intent, ...(undo ? { reason: undo } : {}) },
  };
}

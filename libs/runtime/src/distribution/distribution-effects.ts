import {
  type DistributionEvent,
  type Part,
  type SagaEvent,
  type SagaState,
  toldProgress,
} from '@partitura/engine';
import type { CloudEvent } from '../cloud-event';
import { publicKey } from '../keys';
import type { SagaEntry } from '../loop/saga-entry';
import { EVENT_TYPE_PREFIX, topics } from '../messages';
import type { BusMessage } from '../ports/bus';
import { COORDINATOR } from '../scores/placement';
import type { SentMessage } from '../telemetry/step-span';
import { distributionTypes as types, ENVELOPE, type MessageEnvelope } from './wire';

export type Encode = (
  topic: string,
  event: Pick<CloudEvent, 'id' | 'type' | 'extensions' | 'data'>,
  about: Omit<SentMessage, 'sagaId' | 'messageId'>,
) => BusMessage;

type Ended = Extract<SagaEvent, { type: 'SagaEnded' }>;

/** What the other hosts of a saga must be told of an event. */
export function distributionMessages(
  { state, number, score, sagaId }: SagaEntry,
  event: DistributionEvent | Ended,
  /** All hosts of the saga. */
  hosts: readonly string[],
  encode: Encode,
): BusMessage[] {
  const part = state?.part;
  if (!part) return [];
  const { host, root } = part;
  const progress = () => toldProgress(state, part);
  const tell = (to: string, type: string, id: string, data: unknown): BusMessage[] => [
    encode(topics.coordination(to), { id: `${host}/${publicKey(number, 0)}/${id}`, type, data }, {}),
  ];
  switch (event.type) {
    case 'MessageSent': {
      const { participant, elementId, receivers, time, to: numbers } = event;
      const envelope: MessageEnvelope = {
        score,
        root,
        from: host,
        elementId,
        numbers,
        receivers: receivers.map((receiver) => ({ ...receiver })),
        time,
        progress: progress(),
      };
      // To those that receive it alone: what every host had to read in order to leave it would cost more than it says.
      return Object.keys(numbers).map((to) =>
        encode(
          topics.coordination(to),
          {
            id: publicKey(number, event.id),
            type: EVENT_TYPE_PREFIX + event.name,
            extensions: { [ENVELOPE]: JSON.stringify(envelope) },
            data: event.variables,
          },
          { participant, elementId },
        ),
      );
    }
    case 'ProgressTold':
      if (event.to === undefined) return [];
      return tell(event.to, types.progressTold, `progress/${event.version}`, { progress: progress() });
    case 'UndoRequested':
      return tell(COORDINATOR, types.undoRequested, 'undo', { score, root, host, reason: event.reason });
    case 'CoordinationBegun': {
      const { intent, reason } = event;
      const data = { score, root, intent, ...(reason ? { reason } : {}) };
      return event.hosts
        .filter((other) => other !== host)
        .flatMap((other) => tell(other, types.stopRequested, `stop/${other}`, data));
    }
    case 'PartStopped': {
      const { activities, ended } = event;
      const data = { host, activities, ...(ended ? { ended } : {}) };
      return host === COORDINATOR ? [] : tell(COORDINATOR, types.stopped, 'stopped', data);
    }
    case 'UndoAsked': {
      const { host: to, activity } = event.activity;
      return to === host ? [] : tell(to, types.activityUndoRequested, `undo/${activity}`, { activity });
    }
    case 'PartUndoEnded': {
      const { activity, skipped } = event;
      const data = { host, activity, ...(skipped ? { skipped } : {}) };
      return host === COORDINATOR ? [] : tell(COORDINATOR, types.activityUndone, `undone/${activity}`, data);
    }
    case 'HostTold':
      return tell(event.host, types.finished, 'finished', { sagas: [sagaId], status: event.status });
    case 'SagaEnded':
      return endedHosts(state, part, event, hosts).flatMap((other) =>
        tell(other, types.finished, `finished/${other}`, { sagas: [sagaId], status: event.status }),
      );
    default:
      return [];
  }
}

/** Which hosts learn of an end by a message about this saga alone. */
function endedHosts(state: SagaState, part: Part, { status }: Ended, hosts: readonly string[]): string[] {
  // Who is cancelled has ended when it was stopped, and the parts of a saga that completes rest already.
  if (!state.coordination || status === 'cancelled') return [];
  return hosts.filter((other) => other !== part.host);
}

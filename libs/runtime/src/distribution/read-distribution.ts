import type { z } from 'zod';
import type { CloudEvent } from '../cloud-event';
import { MalformedMessageError } from '../cloud-event';
import { faults, messageVariables } from '../inputs/message-schemas';
import type { RecordAsk } from '../inputs/read-record';
import { EVENT_TYPE_PREFIX } from '../messages';
import type { BusRecord } from '../ports/bus';
import * as wire from './wire';

/** Whether a record is a message between the hosts of one saga. */
export const isBetweenHosts = ({ headers }: Pick<BusRecord, 'headers'>): boolean =>
  headers[`ce_${wire.ENVELOPE}`] !== undefined;

/** What such a message asks of a host; nothing when it is for others. Throws `MalformedMessageError`. */
export function readMessageBetweenHosts(event: CloudEvent, host: string): RecordAsk[] {
  const envelope = read(wire.messageEnvelope, parse(event.extensions?.[wire.ENVELOPE] ?? ''), event);
  const { score, root, from, numbers, elementId, receivers, time, progress } = envelope;
  const number = numbers[host];
  if (number === undefined || from === host) return [];
  const variables = read(messageVariables, event.data, event);
  const name = event.type.slice(EVENT_TYPE_PREFIX.length);
  const { sagaId } = event;
  return [
    {
      sagaId,
      ask: {
        kind: 'join',
        score,
        root,
        command: {
          kind: 'receiveMessage',
          from,
          number,
          elementId,
          name,
          receivers,
          variables,
          time,
          progress,
        },
      },
    },
  ];
}

/** What another host says about a saga; undefined when the type means something else. Throws `MalformedMessageError`. */
export function readDistribution(event: CloudEvent): RecordAsk[] | undefined {
  const { sagaId, type } = event;
  const types = wire.distributionTypes;
  switch (type) {
    case types.progressTold: {
      const { progress } = read(wire.progressTold, event.data, event);
      return [{ sagaId, ask: { kind: 'command', command: { kind: 'learnProgress', progress } } }];
    }
    case types.undoRequested: {
      const { score, root, host, reason } = read(wire.undoRequested, event.data, event);
      const command = { kind: 'coordinate', intent: 'undo', requestedBy: host, reason } as const;
      return [{ sagaId, ask: { kind: 'join', score, root, command } }];
    }
    case types.stopRequested: {
      const { score, root, intent, reason } = read(wire.stopRequested, event.data, event);
      const command = { kind: 'stopPart', intent, ...(reason ? { reason } : {}) } as const;
      return [{ sagaId, ask: { kind: 'join', score, root, command } }];
    }
    case types.stopped: {
      const { host, activities, ended } = read(wire.stopped, event.data, event);
      const command = { kind: 'hostStopped', host, activities, ...(ended ? { ended } : {}) } as const;
      return [{ sagaId, ask: { kind: 'command', command } }];
    }
    case types.activityUndoRequested: {
      const { activity } = read(wire.activityUndoRequested, event.data, event);
      return [{ sagaId, ask: { kind: 'command', command: { kind: 'undoActivity', activity } } }];
    }
    case types.activityUndone: {
      const { host, activity, skipped } = read(wire.activityUndone, event.data, event);
      const command = { kind: 'activityUndone', host, activity, ...(skipped ? { skipped } : {}) } as const;
      return [{ sagaId, ask: { kind: 'command', command } }];
    }
    case types.finished: {
      const { sagas, status } = read(wire.finished, event.data, event);
      if (status === 'completed') return [{ sagaId, ask: { kind: 'finish', sagas } }];
      return sagas.map((one) => ({
        sagaId: one,
        ask: { kind: 'command', command: { kind: 'finishPart', status } },
      }));
    }
    default:
      return undefined;
  }
}

function read<T>(schema: z.ZodType<T>, data: unknown, { type }: CloudEvent): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new MalformedMessageError(
    `A message of type ${type} breaks its schema: ${faults(parsed.error)}. Run the same release on all hosts.`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MalformedMessageError(`Header ce_${wire.ENVELOPE} is not JSON.`, { cause });
  }
}

import { encodeCloudEvent } from '../cloud-event';
import { EVENT_TYPE_PREFIX, messageTypes, topics } from '../messages';
import type { BusMessage } from '../ports/bus';
import type { ArrivedPublication, SignalToBroadcast } from './publications';

/** When it came to the orchestrator (epoch ms): by that all hosts decide the same about which of them begins sagas with it. */
const arrival = (at: number) => ({ arrivedat: String(at) });

/** CloudEvents extensions of messages that the orchestrator passes on to another host. */
export const extensionsOfPublication = (
  { key, messageId, sagaId, at }: ArrivedPublication,
  ttlMs: number,
): Record<string, string> => ({
  ...(key === undefined ? {} : { correlationkey: key }),
  ...(messageId === undefined ? {} : { uniqueid: messageId }),
  ...(sagaId === undefined ? { sagaunnamed: 'true' } : {}),
  timetolive: `PT${ttlMs / 1000}S`,
  ...arrival(at),
});

/** A message from outside, for a host that may have who waits for it or begins with it. */
export const forwardedMessage = (
  host: string,
  id: string,
  publication: ArrivedPublication,
  ttlMs: number,
): BusMessage =>
  encodeCloudEvent(topics.coordination(host), {
    id,
    source: '/publications',
    type: EVENT_TYPE_PREFIX + publication.name,
    sagaId: publication.sagaId ?? id,
    ...(publication.traceparent === undefined ? {} : { traceparent: publication.traceparent }),
    extensions: extensionsOfPublication(publication, ttlMs),
    data: publication.variables,
  });

/** A signal for another host; source and id are those under which it is known here (P1). */
export const forwardedSignal = (
  host: string,
  source: string,
  id: string,
  { name, variables, traceparent }: Pick<SignalToBroadcast, 'name' | 'variables' | 'traceparent'>,
  at: number,
): BusMessage =>
  encodeCloudEvent(topics.coordination(host), {
    id,
    source,
    type: messageTypes.signalBroadcast,
    sagaId: id,
    ...(traceparent === undefined ? {} : { traceparent }),
    extensions: arrival(at),
    data: { name, variables },
  });

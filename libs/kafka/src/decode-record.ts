import { type BusRecord } from '@partitura/runtime';
import { type IHeaders, type KafkaMessage } from 'kafkajs';

export const decodeRecord = (topic: string, partition: number, message: KafkaMessage): BusRecord => ({
  topic,
  partition,
  offset: message.offset,
  timestamp: Number(message.timestamp),
  key: message.key?.toString() ?? '',
  value: message.value?.toString() ?? '',
  headers: decodeHeaders(message.headers),
});

/** Kafka allows a header several times; CloudEvents do not, and the last one counts. */
function decodeHeaders(headers: IHeaders | undefined): Record<string, string> {
  const decoded: Record<string, string> = {};
  for (const name in headers) {
    const given = headers[name];
    const last = Array.isArray(given) ? given.at(-1) : given;
    if (last !== undefined) decoded[name] = last.toString();
  }
  return decoded;
}

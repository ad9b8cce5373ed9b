import { type TopicPartition } from './assign-partitions';

/** Channel of all notices of the embedded bus. */
export const CHANNEL = 'partitura_bus';

/** What wakes a reader. It only wakes: a notice that is lost is made good by the next poll. */
export type Notice =
  | {
      readonly kind: 'batch';
      readonly producer: number;
      readonly partitions: readonly TopicPartition[] | 'many';
    }
  | { readonly kind: 'group'; readonly group: string };

/** Postgres takes payloads shorter than 8000 bytes. */
const longest = 7_900;

export function encodeNotice(notice: Notice): string {
  if (notice.kind === 'group') return `g ${notice.group}`;
  const { producer, partitions } = notice;
  const list =
    partitions === 'many' ? '*' : partitions.map(({ topic, partition }) => `${topic}:${partition}`).join(',');
  return `b ${producer} ${list.length > longest ? '*' : list}`;
}

/** Undefined for a text that is no notice of this release. */
export function decodeNotice(payload: string): Notice | undefined {
  if (payload.startsWith('g ')) return { kind: 'group', group: payload.slice(2) };
  const [kind, producer, list] = payload.split(' ');
  if (kind !== 'b' || !producer || !list) return undefined;
  return {
    kind: 'batch',
    producer: Number(producer),
    partitions:
      list === '*'
        ? 'many'
        : list.split(',').map((pair) => {
            const [topic = '', partition = ''] = pair.split(':');
            return { topic: Number(topic), partition: Number(partition) };
          }),
  };
}

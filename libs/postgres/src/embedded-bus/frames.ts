import { type BusMessage } from '@partitura/runtime';

/** What a frame adds to a row: lengths of key, headers and value, so that nothing is escaped and nothing is searched. */
export function encodeFrame({ key, headers, value }: BusMessage): string {
  const head = JSON.stringify(headers);
  return `${key.length} ${head.length} ${value.length}\n${key}${head}${value}`;
}

export type Frame = Pick<BusMessage, 'key' | 'headers' | 'value'>;

/** Reads what `encodeFrame` wrote, any number one after the other. */
export function decodeFrames(text: string): Frame[] {
  const frames: Frame[] = [];
  let at = 0;
  while (at < text.length) {
    const line = text.indexOf('\n', at);
    const [key = 0, head = 0, value = 0] = text.slice(at, line).split(' ').map(Number);
    const headAt = line + 1 + key;
    const valueAt = headAt + head;
    frames.push({
      key: text.slice(line + 1, headAt),
      headers: JSON.parse(text.slice(headAt, valueAt)) as Record<string, string>,
      value: text.slice(valueAt, valueAt + value),
    });
    at = valueAt + value;
  }
  return frames;
}

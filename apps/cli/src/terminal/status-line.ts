import type { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

/** A line that is written over again and again, while something takes long; nothing where there is no terminal. */
export function statusLine(stream: Writable): StatusLine {
  const { isTTY = false, columns } = stream as Writable & { isTTY?: boolean; columns?: number };
  if (!isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    // Some terminals do not know their width, or say 0.
    show: (text) => stream.write(`\r\u001b[K${stripVTControlCharacters(text).slice(0, (columns || 80) - 1)}`),
    clear: () => stream.write('\r\u001b[K'),
  };
}

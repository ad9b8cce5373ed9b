import type { Writable } from 'node:stream';
import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Where a command writes, and the folder that relative paths are relative to. */
export interface Terminal {
  /** Results. */
  readonly stdout: Writable;
  /** Progress and what went wrong. */
  readonly stderr: Writable;
  /** Absolute path. */
  readonly folder: string;
}

/** Colours a text for a stream; plain where the stream is no terminal, or NO_COLOR is set. */
export type Paint = (style: Style, text: string) => string;

export function paintFor(stream: Writable): Paint {
  return (style, text) => styleText(style, text, { stream });
}

/** Prints one JSON document, as `--json` promises. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

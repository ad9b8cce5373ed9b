import { readFileSync, statSync } from 'node:fs';
import { TextDecoder } from 'node:util';

/** A file that could not be read as text; the message says why, and what to do. */
export class UnreadableFileError extends Error {
  readonly code = 'UNREADABLE_FILE';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreadableFileError';
  }
}

/** Far above what the compilers accept; what is larger is not worth reading into memory. */
const MAX_BYTES = 200 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist. Check the path',
  EACCES: 'its permissions do not allow it. Change them',
  EISDIR: 'it is a folder. Name the files',
};

/**
 * Reads XML in the encoding that its byte order mark or its declaration names, UTF-8 else. Throws an
 * `UnreadableFileError`.
 */
export function readXml(path: string, shown = path): string {
  try {
    const stats = statSync(path);
    const { size } = stats;
    if (stats.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    // Devices may never end; a pipe is as good as a file.
    if (!stats.isFile() && !stats.isFIFO()) {
      throw new UnreadableFileError(`${shown} cannot be read: it is no file. Name a file.`);
    }
    if (size > MAX_BYTES) {
      throw new UnreadableFileError(
        `${shown} cannot be read: it has ${size} bytes. Split it into several files.`,
      );
    }
    return decode(readFileSync(path));
  } catch (cause) {
    if (cause instanceof UnreadableFileError) throw cause;
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new UnreadableFileError(
      `${shown} cannot be read: ${REASONS[code] ?? `${message}. Check the path`}.`,
      { cause },
    );
  }
}

function decode(bytes: Buffer): string {
  const marked = markedEncoding(bytes);
  return (marked ? new TextDecoder(marked) : decoderOf(declaredEncoding(bytes))).decode(bytes);
}

function markedEncoding(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined;
}

function declaredEncoding(bytes: Buffer): string | undefined {
  const declaration = /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.-]+)["']/.exec(
    bytes.toString('latin1', 0, 200),
  );
  return declaration?.[1];
}

/** A label that nobody knows is read as UTF-8: most such files hold nothing but ASCII. */
function decoderOf(label = 'utf-8'): TextDecoder {
  try {
    // A declaration of UTF-16 that could be read byte by byte is not true.
    return new TextDecoder(/^utf-?16/i.test(label) ? 'utf-8' : label);
  } catch {
    return new TextDecoder('utf-8');
  }
}

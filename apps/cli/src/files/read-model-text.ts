import { CannotRunError } from '../exit-status';
import { resolve } from 'node:path';
import { readXml, UnreadableFileError } from './read-xml';

/** The text of a model that a command line names. Throws a `CannotRunError` when it cannot be read. */
export function readModelText(given: string, folder: string): string {
  try {
    return readXml(resolve(folder, given), given);
  } catch (cause) {
    if (cause instanceof UnreadableFileError) throw new CannotRunError(cause.message, { cause });
    throw cause;
  }
}

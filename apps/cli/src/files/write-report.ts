import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CannotRunError } from '../exit-status';

/** Writes a report beside the results; its folder is created. Throws a `CannotRunError`. */
export function writeReport(given: string, folder: string, content: string): void {
  const path = resolve(folder, given);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  } catch (cause) {
    throw new CannotRunError(
      `The report ${given} cannot be written: ${(cause as Error).message}. Name another file.`,
      { cause },
    );
  }
}

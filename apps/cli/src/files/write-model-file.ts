import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CannotRunError } from '../exit-status';

/** Writes a model, over what is there; its folder is created. Throws a `CannotRunError`. */
export function writeModelFile(given: string, folder: string, xml: string): void {
  const path = resolve(folder, given);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, xml);
  } catch (cause) {
    throw new CannotRunError(
      `${given} cannot be written: ${(cause as Error).message}. Name another place with --out.`,
      { cause },
    );
  }
}

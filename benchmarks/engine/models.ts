import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The benchmark runs at the root of the checkout, compiled or not. */
export const readModel = (name: string): Promise<string> =>
  readFile(join(process.cwd(), 'benchmarks', 'models', name), 'utf8');

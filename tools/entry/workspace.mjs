import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Path of an executable that an installed package brings, without its wrapper in `.bin`. */
export const inModules = (...parts) => join(root, 'node_modules', ...parts);

/** The Node that the project is built for; it is a dependency, so that any Node ≥ 20 can start it. */
export const projectNode = inModules('node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

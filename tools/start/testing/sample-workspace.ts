import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceNames } from '../services.mjs';

const root = join(__dirname, '..', '..', '..');

const serviceThatAnswers = `
import { createServer } from 'node:http';
const server = createServer((_, response) => response.end(JSON.stringify({ ...process.env, pid: String(process.pid) }))).listen(
  Number(process.env.PORT), '127.0.0.1',
);
process.on('SIGTERM', () => { server.close(() => process.exit(0)); server.closeAllConnections(); });
`;

/**
 * A checkout of its own with the real launcher and five small services, so that a test can do to it what it must
 * not do to this one. `/` of each service answers its environment and process id; the one named `broken` fails at
 * once; a `closed` folder can be entered by its owner only.
 */
export function createSampleWorkspace({
  broken,
  closed = false,
}: { broken?: string; closed?: boolean } = {}): {
  folder: string;
  remove(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'partitura-start-'));
  // As root Postgres runs as another account, and mkdtemp closes the folder to all others.
  chmodSync(folder, closed ? 0o700 : 0o755);
  for (const name of ['tools', 'infra', 'package.json', 'package-lock.json', '.swcrc']) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.includes(join('infra', 'kafka', 'libs')),
    });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const name of serviceNames) {
    mkdirSync(join(folder, 'apps', name, 'src'), { recursive: true });
    const source = name === broken ? "throw new Error('no such luck');\n" : serviceThatAnswers;
    writeFileSync(join(folder, 'apps', name, 'src', 'main.ts'), source);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

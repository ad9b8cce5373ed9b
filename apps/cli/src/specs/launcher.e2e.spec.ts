import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../../../..');

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A checkout of its own that has never been built. */
function createCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'partitura-checkout-'));
  for (const name of ['tools', 'libs', 'apps/cli', 'package.json', 'package-lock.json', '.swcrc']) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.endsWith('.spec.ts'),
    });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

describe('npx partitura', () => {
  let checkout: string;
  beforeAll(() => (checkout = createCheckout()));
  afterAll(() => rmSync(checkout, { recursive: true, force: true }));

  const run = (cwd: string, ...args: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const script = join(checkout, 'tools', 'partitura.mjs');
      execFile(process.execPath, [script, ...args], { cwd }, (error, stdout, stderr) => {
        resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
      });
    });

  it('is a program of the package', () => {
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      bin: { partitura: string };
    };
    const script = join(root, bin.partitura);
    accessSync(script, constants.X_OK);
    expect(readFileSync(script, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('builds itself, also when two are started at once, and means the folder of the caller', async () => {
    const models = mkdtempSync(join(tmpdir(), 'partitura-models-'));
    try {
      writeFileSync(join(models, 'model.bpmn'), 'no model');
      const outcomes = await Promise.all([
        run(models, 'check', 'model.bpmn', '--json'),
        run(dirname(models), 'check', join(models, 'model.bpmn'), '--json'),
      ]);
      for (const { status, stdout } of outcomes) {
        expect(status).toBe(1);
        expect(JSON.parse(stdout)).toMatchObject({ files: [{ deployable: false }] });
      }
      expect(outcomes.map(({ stderr }) => /^ +[\d.]+ s {2}Building$/m.test(stderr)).filter(Boolean)).toEqual([
        true,
      ]);
      expect(await run(models, 'check', 'model.bpmn')).toMatchObject({ status: 1, stderr: '' });
    } finally {
      rmSync(models, { recursive: true, force: true });
    }
  });

  it('could not run when it cannot be built', async () => {
    const source = join(checkout, 'apps', 'cli', 'src', 'main.ts');
    const content = readFileSync(source, 'utf8');
    try {
      writeFileSync(source, `${content} }`);
      const { status, stdout, stderr } = await run(checkout, '--version');
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain('The build failed');
    } finally {
      writeFileSync(source, content);
    }
  });
});

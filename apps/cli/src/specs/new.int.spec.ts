import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startingFiles } from '../new/starting-files';
import { WorkingFolder } from '../testing/run-here';

const root = join(__dirname, '../../../..');

describe('partitura new', () => {
  let folder: WorkingFolder;
  beforeEach(() => (folder = new WorkingFolder()));
  afterEach(() => folder.remove());

  test('writes a model, a worker and scenarios, and says what to do next', async () => {
    const { status, stdout } = await folder.run('new', 'models/booking');
    expect(status).toBe(0);
    expect(readdirSync(join(folder.path, 'models/booking'))).toEqual([
      'booking.bpmn',
      'booking.completed.scenario.yaml',
      'booking.sold-out.scenario.yaml',
      'payment-tasks.ts',
    ]);
    expect(stdout).toContain(`npx partitura test ${join('models', 'booking')}`);
  });

  test('writes a model that can be deployed', async () => {
    await folder.run('new');
    expect(await folder.run('check', '.')).toMatchObject({ status: 0 });
  });

  test('overwrites nothing', async () => {
    folder.write('payment-tasks.ts', 'mine');
    const { status, stderr } = await folder.run('new');
    expect(status).toBe(2);
    expect(stderr).toContain('payment-tasks.ts is there already');
    expect(readdirSync(folder.path)).toEqual(['payment-tasks.ts']);
    expect(readFileSync(join(folder.path, 'payment-tasks.ts'), 'utf8')).toBe('mine');
  });

  test('says when a folder cannot be written', async () => {
    folder.write('taken', 'a file');
    const { status, stderr } = await folder.run('new', 'taken');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^taken cannot be written: .*Name a folder/);
  });

  test('writes a worker that compiles', async () => {
    const worker = startingFiles().find(({ name }) => name.endsWith('.ts'));
    const parent = join(root, '.build-cli-new');
    mkdirSync(parent, { recursive: true });
    const inside = mkdtempSync(join(parent, 'run-'));
    try {
      writeFileSync(join(inside, 'worker.ts'), worker?.content ?? '');
      writeFileSync(
        join(inside, 'tsconfig.json'),
        JSON.stringify({ extends: '../../tsconfig.base.json', include: ['*.ts', '../../libs/**/*.d.ts'] }),
      );
      const compiler = join(root, 'node_modules/@typescript/native/bin/tsc');
      const said = await promisify(execFile)(process.execPath, [compiler, '-p', inside], { cwd: root }).then(
        () => '',
        (error: { stdout?: string }) => error.stdout ?? 'worker.ts was not compiled',
      );
      // What it imports is judged elsewhere.
      expect(said.split('\n').filter((line) => line.includes('worker.ts'))).toEqual([]);
    } finally {
      rmSync(parent, { recursive: true, force: true });
    }
  });
});

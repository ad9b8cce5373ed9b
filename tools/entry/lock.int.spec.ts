import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alone } from './lock.mjs';

describe('working alone in a checkout', () => {
  let parent: string;
  let lock: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'partitura-lock-'));
    lock = join(parent, 'lock');
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  it('lets one work after the other', async () => {
    const began: number[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = alone(() => (began.push(1), held), lock);
    const second = alone(() => Promise.resolve(began.push(2)), lock);
    expect(began).toEqual([1]);
    expect(readFileSync(join(lock, 'pid'), 'utf8')).toBe(String(process.pid));
    release();
    await Promise.all([first, second]);
    expect(began).toEqual([1, 2]);
    expect(existsSync(lock)).toBe(false);
  });

  it('gives way when the work fails', async () => {
    await expect(alone(() => Promise.reject(new Error('no space')), lock)).rejects.toThrow('no space');
    await expect(alone(() => Promise.resolve('done'), lock)).resolves.toBe('done');
  });

  it('takes over from a process that has died', async () => {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(spawnSync(process.execPath, ['--version']).pid));
    await expect(alone(() => Promise.resolve('done'), lock)).resolves.toBe('done');
  });

  it('takes over from one that died before it said who it is', async () => {
    mkdirSync(lock);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    await expect(alone(() => Promise.resolve('done'), lock)).resolves.toBe('done');
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, isFree } from '../ports.mjs';
import { serviceNames } from '../services.mjs';

const patienceMs = 45_000;

/** Repeats a question until the answer is true; fails with `what` when it does not become so in time. */
export async function until(what: () => string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain: ${what()}`);
    await delay(50);
  }
}

/** The first of five ports in a row that are free at this moment. */
export async function freePortRange(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const first = await freePort();
    const range = await Promise.all(serviceNames.map((_, index) => isFree(first + index)));
    if (range.every(Boolean)) return first;
  }
  throw new Error('No five free ports in a row were found in 100 attempts.');
}

/** `npm start` in a workspace of a test, without npm. */
export class Launched {
  private readonly child: ChildProcess;
  output = '';

  constructor(folder: string, options: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, [join(folder, 'tools', 'start.mjs'), ...options], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
  }

  says(text: string): Promise<void> {
    return until(
      () => `"${text}" was not printed. Output:\n${this.output}`,
      () => this.output.includes(text),
    );
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** The exit status, or the signal that ended it. */
  async ended(): Promise<number | NodeJS.Signals | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return this.child.exitCode ?? this.child.signalCode;
  }

  async stop(): Promise<number | NodeJS.Signals | null> {
    this.signal('SIGTERM');
    return this.ended();
  }
}

/** The environment that a sample service was given, as it tells over HTTP; undefined while it does not answer. */
export async function environmentOf(
  first: number,
  name: string,
): Promise<Record<string, string> | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${first + serviceNames.indexOf(name)}/`);
    return (await response.json()) as Record<string, string>;
  } catch {
    return undefined;
  }
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runCommand } from '../run-command';

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own with some files, in which a test runs the tool. */
export class WorkingFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'partitura-cli-'));

  write(name: string, content: string | Buffer): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Runs a command line inside this process, as if typed in this folder. */
  async run(...args: readonly string[]): Promise<Outcome> {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const said = Promise.all([text(stdout), text(stderr)]);
    const status = await runCommand(args, { stdout, stderr, folder: this.path }, '1.2.3');
    stdout.end();
    stderr.end();
    const [out, err] = await said;
    return { status, stdout: out, stderr: err };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

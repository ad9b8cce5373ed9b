import type { ExitStatus } from './exit-status';
import { runCommand } from './run-command';

/** Runs the tool, of a `version` of Partitura, on this process's own streams; the launcher makes the result its exit status. */
export function main(args: readonly string[], version: string): Promise<ExitStatus> {
  // Whoever reads may stop early (`… | head`); that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return runCommand(args, { stdout: process.stdout, stderr: process.stderr, folder: process.cwd() }, version);
}

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./guardian.mjs', import.meta.url));

/**
 * Starts the guardian. It must hear of every process that is started and of its end; `release` lets it go.
 */
export function startGuard() {
  // A session of its own: what kills the launcher's process group must not hit the guardian too.
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.unref();
  child.stdin.on('error', () => undefined);
  const tell = (message) => child.stdin.writable && child.stdin.write(`${JSON.stringify(message)}\n`);
  return {
    /** @param {number} pid @param {number} rank @param {NodeJS.Signals} [signal] how it is asked to end */
    add: (pid, rank, signal = 'SIGTERM') => tell({ add: { pid, rank, signal } }),
    /** @param {number} pid */
    remove: (pid) => tell({ remove: pid }),
    /** Lets it go: it ends what is still there, and then itself. */
    release: () => child.stdin.end(),
    /** Makes it kill at once what is still there. @returns {Promise<void>} when it knows */
    hurry: () =>
      new Promise((resolve) => {
        child.stdin.once('error', () => resolve(undefined));
        child.stdin.end(`${JSON.stringify({ hurry: true })}\n`, () => resolve(undefined));
      }),
  };
}

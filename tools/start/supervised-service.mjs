import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ranks } from './ranks.mjs';

const preload = fileURLToPath(new URL('./exit-with-launcher.cjs', import.meta.url));
const backoff = { firstMs: 500, longestMs: 10_000, forgottenAfterMs: 30_000 };

/**
 * Keeps one service running: starts it, hands its lines on, starts it again when it dies.
 *
 * @param {object} what
 * @param {string} what.name
 * @param {string} what.main the script to run
 * @param {Record<string, string>} what.env
 * @param {(line: string) => void} what.onLine every line that it prints
 * @param {(text: string) => void} what.say what the launcher has to say about it
 * @param {(name: string) => void} what.onGivenUp it has died `attemptsBeforeReady` times and was never ready
 * @param {{ add(pid: number, rank: number): void, remove(pid: number): void }} what.guard
 * @param {number} [what.attemptsBeforeReady]
 */
export function superviseService(what) {
  const { name, main, env, onLine, say, onGivenUp, guard, attemptsBeforeReady = 3 } = what;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  let timer;
  let stopping = false;
  let wasReady = false;
  let failures = 0;

  const launch = () => {
    const startedAt = Date.now();
    // Detached: Ctrl-C reaches a terminal's whole foreground group, but the launcher stops things in order.
    // kafkajs counts down past zero at every connect; it means nothing to who runs this.
    child = spawn(process.execPath, ['--enable-source-maps', '--require', preload, main], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    const { pid } = child;
    guard.add(pid, ranks.service);
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
    child.once('exit', (code, signal) => {
      guard.remove(pid);
      child = undefined;
      if (stopping) return;
      if (Date.now() - startedAt > backoff.forgottenAfterMs) failures = 0;
      failures += 1;
      const how = signal ?? `exit status ${code}`;
      if (!wasReady && failures >= attemptsBeforeReady) {
        say(`${name} ended (${how}) for the ${failures}. time and was never ready`);
        onGivenUp(name);
        return;
      }
      const waitMs = Math.min(backoff.firstMs * 2 ** (failures - 1), backoff.longestMs);
      say(`${name} ended (${how}); starting it again in ${waitMs / 1000} s`);
      timer = setTimeout(launch, waitMs);
    });
  };
  launch();

  return {
    name,
    /** Tells that the service has been ready once: from now on it is restarted for ever. */
    ready: () => {
      wasReady = true;
    },
    pid: () => child?.pid,
    async stop(withinMs = 12_000) {
      stopping = true;
      clearTimeout(timer);
      if (!child) return;
      const ended = once(child, 'exit');
      const killer = setTimeout(() => {
        say(`${name} has not ended after ${withinMs / 1000} s; killing it`);
        child?.kill('SIGKILL');
      }, withinMs);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(killer);
    },
    kill() {
      stopping = true;
      clearTimeout(timer);
      child?.kill('SIGKILL');
    },
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './processes.mjs';

const lookEveryMs = 500;
const retryAfterMs = 2_000;

/**
 * Keeps a server (Postgres, Kafka) running: the services wait for it, so it only has to come back.
 *
 * @param {object} what
 * @param {string} what.name
 * @param {() => Promise<{ pid: number, stop(): Promise<void>, kill(): unknown }>} what.start
 * @param {{ add(pid: number, rank: number, signal?: NodeJS.Signals): void, remove(pid: number): void }} what.guard
 * @param {number} what.rank
 * @param {NodeJS.Signals} [what.signal] how it is asked to end
 * @param {(text: string) => void} what.say
 */
export async function superviseServer({ name, start, guard, rank, signal = 'SIGTERM', say }) {
  let server = await start();
  guard.add(server.pid, rank, signal);
  const stopping = new AbortController();

  const restart = async () => {
    guard.remove(server.pid);
    say(`${name} has ended; starting it again`);
    try {
      server = await start();
      guard.add(server.pid, rank, signal);
    } catch (error) {
      say(`${name} did not start: ${error.message}`);
      await delay(retryAfterMs, undefined, { signal: stopping.signal });
    }
  };
  const watch = async () => {
    for (;;) {
      await delay(lookEveryMs, undefined, { signal: stopping.signal, ref: false });
      if (!isAlive(server.pid)) await restart();
    }
  };
  // It ends by the abort below, and in no other way.
  const watching = watch().catch(() => undefined);

  return {
    name,
    async stop() {
      stopping.abort();
      await watching;
      await server.stop();
      guard.remove(server.pid);
    },
    kill() {
      stopping.abort();
      void server.kill();
    },
  };
}

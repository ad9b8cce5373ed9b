/** One key press can arrive several times: from the terminal, from npm, and from the script in between. */
const oneKeyPressMs = 1_000;

/**
 * When the launcher ends, and what has to end with it.
 *
 * @param {{ say(text: string): void, onForced(): void }} how `onForced` runs at the second request to stop
 */
export function createLifetime({ say, onForced }) {
  const asked = new AbortController();
  /** @type {{ name: string, stop(): unknown }[]} */
  const running = [];
  let askedAt = 0;

  const ask = (why) => {
    if (!asked.signal.aborted) {
      askedAt = Date.now();
      say(`${why}: stopping (Ctrl-C again stops at once)`);
      asked.abort();
    } else if (Date.now() - askedAt > oneKeyPressMs) {
      onForced();
    }
  };
  const listeners = new Map([
    ['SIGINT', () => ask('Ctrl-C')],
    ['SIGTERM', () => ask('SIGTERM')],
    ['SIGHUP', () => ask('the terminal was closed')],
    ['disconnect', () => ask('the process that started this one has ended')],
  ]);
  for (const [name, listener] of listeners) process.on(name, listener);
  process.channel?.unref();

  return {
    /** Aborted when the launcher was asked to stop. */
    signal: asked.signal,
    /** Stops with everything else, after what was registered later. */
    owns: (part) => void running.push(part),
    /** Resolves when the launcher was asked to stop. */
    untilAsked: () =>
      new Promise((resolve) => {
        if (asked.signal.aborted) resolve(undefined);
        asked.signal.addEventListener('abort', () => resolve(undefined), { once: true });
      }),
    /** Stops all parts, the latest first; a group that was registered as one stops together. */
    async end() {
      for (const part of running.splice(0).reverse()) {
        try {
          await part.stop();
        } catch (error) {
          say(`${part.name} did not stop cleanly: ${error.message}`);
        }
      }
      for (const [name, listener] of listeners) process.off(name, listener);
      if (process.connected) process.disconnect();
    },
  };
}

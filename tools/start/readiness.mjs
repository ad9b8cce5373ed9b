import { setTimeout as delay } from 'node:timers/promises';

/** What `/health/ready` says: undefined when ready, else the reason in a few words. */
async function notReadyBecause(url) {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    if (response.status === 200) {
      await response.body?.cancel();
      return undefined;
    }
    const text = (await response.text()).replaceAll(/\s+/g, ' ').slice(0, 200);
    return `${response.status} ${text}`;
  } catch (error) {
    return error.cause?.code === 'ECONNREFUSED' ? 'not listening yet' : error.message;
  }
}

/**
 * Waits until a service answers 200 on `/health/ready`; says every few seconds what it still waits for.
 *
 * @param {{ name: string, url: string }} service
 * @param {{ say(text: string): void, signal: AbortSignal, everyMs?: number, sayEveryMs?: number }} how
 */
export async function untilReady({ name, url }, { say, signal, everyMs = 200, sayEveryMs = 5_000 }) {
  let saidAt = Date.now();
  for (;;) {
    signal.throwIfAborted();
    const reason = await notReadyBecause(url);
    if (reason === undefined) return;
    if (Date.now() - saidAt >= sayEveryMs) {
      saidAt = Date.now();
      say(`waiting for ${name}: ${reason}`);
    }
    await delay(everyMs, undefined, { signal });
  }
}

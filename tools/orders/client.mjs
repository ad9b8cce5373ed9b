import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../entry/failure.mjs';

const RETRY_EVERY_MS = 300;

/**
 * Sends a request as often as it takes until somebody answers it, so that a service may be away for a while.
 *
 * @param {string} url
 * @param {{ method?: string, body?: unknown, headers?: Record<string, string>, deadline: number }} options
 *   deadline in epoch ms
 * @returns {Promise<{ status: number, body: any }>} any answer but 5xx
 * @throws {Failure} when nobody has answered by the deadline
 */
export async function request(url, { method = 'GET', body, headers = {}, deadline }) {
  for (;;) {
    const outcome = await attempt(url, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(Math.max(1, Math.min(10_000, deadline - Date.now()))),
    });
    if (outcome.answer !== undefined) return outcome.answer;
    if (Date.now() + RETRY_EVERY_MS > deadline)
      throw new Failure(
        `${method} ${url} got no answer in time (${outcome.why}): are the services running (npm start), and is --url right?`,
      );
    await pause(RETRY_EVERY_MS);
  }
}

async function attempt(url, init) {
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    if (response.status >= 500) return { why: `status ${response.status}` };
    return { answer: { status: response.status, body: text === '' ? undefined : JSON.parse(text) } };
  } catch (error) {
    return { why: error.cause?.code ?? error.message };
  }
}

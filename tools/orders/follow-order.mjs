import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../entry/failure.mjs';
import { auditOrder } from './audit-order.mjs';
import { request } from './client.mjs';
import { orderOf } from './kinds.mjs';
import { untilRight } from './until-right.mjs';

const SHORTEST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

/**
 * What became of one order.
 *
 * @typedef {{ kind: import('./kinds.mjs').Kind, order: any, payments: any[], shipments: any[], end: string,
 *   cancelAccepted: boolean, ms: number, problems: string[], late: boolean }} Followed
 */

/**
 * Places one order, cancels it where its kind says so, waits until it is final, and audits it. The other services are
 * asked at once. What does not stand yet is looked at again: a job that was withdrawn while its service committed it is
 * undone by that service, for which a saga does not wait.
 *
 * @returns {Promise<Followed>}
 */
export async function followOrder(kind, index, { urls, timeoutMs }) {
  const began = Date.now();
  const deadline = began + timeoutMs;
  // The key makes it safe to repeat the request when the answer was lost with a service.
  const placed = await request(`${urls.order}/orders`, {
    method: 'POST',
    body: orderOf(kind, index),
    headers: { 'idempotency-key': randomUUID() },
    deadline,
  });
  if (placed.status !== 202)
    throw new Failure(`POST /orders answered ${placed.status}: ${JSON.stringify(placed.body)}`);
  const self = `${urls.order}/orders/${placed.body.orderId}`;
  const cancelAccepted = kind.cancel === true && (await cancel(self, deadline));
  const order = await whenFinal(self, deadline);
  const ms = Date.now() - began;
  const end = [order.status, order.reason].filter((part) => part !== null).join(' ');
  const look = async () => {
    const of = `?orderId=${order.orderId}`;
    const [payments, shipments] = await Promise.all([
      request(`${urls.payment}/payments${of}`, { deadline: Date.now() + timeoutMs }),
      request(`${urls.shipping}/shipments${of}`, { deadline: Date.now() + timeoutMs }),
    ]);
    const found = {
      kind,
      order,
      payments: payments.body,
      shipments: shipments.body,
      end,
      cancelAccepted,
      ms,
    };
    return { ...found, problems: auditOrder(found) };
  };
  const { result, late } = await untilRight(look);
  return { ...result, late };
}

async function cancel(self, deadline) {
  const { status, body } = await request(`${self}/cancel`, { method: 'POST', deadline });
  if (status === 202 || status === 409) return status === 202;
  throw new Failure(`POST ${self}/cancel answered ${status}: ${JSON.stringify(body)}`);
}

/** The order as soon as it is final, or as it stands at the deadline. */
async function whenFinal(self, deadline) {
  for (let wait = SHORTEST_PAUSE_MS; ; wait = Math.min(wait * 1.5, LONGEST_PAUSE_MS)) {
    const { status, body } = await request(self, { deadline });
    if (status !== 200) throw new Failure(`GET ${self} answered ${status}: ${JSON.stringify(body)}`);
    if (body.status !== 'pending' || Date.now() + wait > deadline) return body;
    await pause(wait);
  }
}

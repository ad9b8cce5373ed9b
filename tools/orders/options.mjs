import { parseArgs } from 'node:util';
import { Failure } from '../entry/failure.mjs';

export const usage = `Places orders of every kind, waits until each is final, prints what became of them and audits stock
and money from outside.

  npm run orders
  npm run orders -- [options]

  --count N           orders to place (default 100)
  --concurrency N     orders under way at once (default 32)
  --url URL           the order service (default http://127.0.0.1:8081)
  --payment URL       \\
  --inventory URL      } the other services (default: the ports after that of the order service)
  --shipping URL      /
  --timeout SECONDS   how long an order may take, outages included (default 180)
  --help              this text

Services that are away are waited for, so that some can be killed meanwhile. Nobody else may place orders at
the same time, or the audit of the stock finds their pieces. Exit status 1: something is wrong.
`;

const wrong = (message) => new Failure(`${message}\n\n${usage}`, 2);

function readNumber(name, text) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 1_000_000) return number;
  throw wrong(`--${name} ${text}: a whole number from 1 is needed.`);
}

function readUrl(name, text) {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/$/, '');
  throw wrong(`--${name} ${text}: a URL like http://127.0.0.1:8081 is needed.`);
}

function nextPort(url, distance) {
  const next = new URL(url);
  next.port = String(Number(next.port || (next.protocol === 'https:' ? 443 : 80)) + distance);
  return next.href.replace(/\/$/, '');
}

/**
 * @param {string[]} args
 * @returns {{ help: boolean, count: number, concurrency: number, timeoutMs: number,
 *   urls: { order: string, payment: string, inventory: string, shipping: string } }}
 * @throws {Failure} with exit status 2 for what is unknown or malformed
 */
export function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        count: { type: 'string', default: '100' },
        concurrency: { type: 'string', default: '32' },
        timeout: { type: 'string', default: '180' },
        url: { type: 'string', default: 'http://127.0.0.1:8081' },
        payment: { type: 'string' },
        inventory: { type: 'string' },
        shipping: { type: 'string' },
      },
    }));
  } catch (error) {
    throw wrong(error.message);
  }
  const order = readUrl('url', values.url);
  return {
    help: values.help,
    count: readNumber('count', values.count),
    concurrency: readNumber('concurrency', values.concurrency),
    timeoutMs: readNumber('timeout', values.timeout) * 1000,
    urls: {
      order,
      payment: readUrl('payment', values.payment ?? nextPort(order, 1)),
      inventory: readUrl('inventory', values.inventory ?? nextPort(order, 2)),
      shipping: readUrl('shipping', values.shipping ?? nextPort(order, 3)),
    },
  };
}

import { auditStock } from './audit-stock.mjs';
import { request } from './client.mjs';
import { followOrder } from './follow-order.mjs';
import { kindOf } from './kinds.mjs';
import { readOptions, usage } from './options.mjs';
import { moneyTable, outcomeTable } from './report.mjs';
import { untilRight } from './until-right.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

/**
 * @param {string[]} args
 * @returns {Promise<number>} exit status
 */
export async function placeOrders(args) {
  const options = readOptions(args);
  if (options.help) {
    say(usage);
    return 0;
  }
  const before = await stock(options);
  const followed = await followAll(options);
  const confirmed = followed.map(({ order }) => order).filter(({ status }) => status === 'confirmed');
  const { result: stockAudit } = await untilRight(async () => ({
    problems: auditStock(before, await stock(options), confirmed),
  }));
  say(`${outcomeTable(followed)}\n\n${moneyTable(followed)}\n`);

  const problems = [
    ...followed.flatMap(({ order, kind, problems: found }) =>
      found.map((what) => `order ${order.orderId} (${kind.name}) ${what}`),
    ),
    ...stockAudit.problems,
  ];
  const late = followed.filter((one) => one.late).length;
  if (late > 0)
    say(`${late} of them stood right only a moment after they were final: withdrawn work was undone.`);
  say(
    problems.length === 0
      ? `${followed.length} orders are final; stock and money are right.`
      : `Wrong:\n  ${problems.join('\n  ')}`,
  );
  return problems.length === 0 ? 0 : 1;
}

async function stock({ urls, timeoutMs }) {
  const { body } = await request(`${urls.inventory}/inventory/stock`, { deadline: Date.now() + timeoutMs });
  return body;
}

/** Each of `concurrency` workers follows one order at a time. */
async function followAll(options) {
  const followed = [];
  let next = 0;
  const worker = async () => {
    while (next < options.count) {
      const index = next++;
      followed.push(await followOrder(kindOf(index), index, options));
      tellProgress(followed.length, options.count);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.concurrency, options.count) }, worker));
  return followed.sort((one, other) => one.kind.name.localeCompare(other.kind.name));
}

function tellProgress(done, count) {
  const step = Math.max(1, Math.round(count / 10));
  if (done % step === 0 || done === count) process.stderr.write(`${done} of ${count} orders are final\n`);
}

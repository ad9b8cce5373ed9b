const none = [];

/** How payment and shipment of an order stand for each way that it can end: any of the listed states. */
const standing = {
  confirmed: { payment: ['captured'], shipment: ['shipped'] },
  'rejected OUT_OF_STOCK': { payment: none, shipment: none },
  'rejected PAYMENT_DECLINED': { payment: ['declined'], shipment: none },
  'rejected ADDRESS_NOT_SERVED': { payment: ['voided', 'refunded'], shipment: ['refused'] },
};

/** Whatever was done may have been undone, and nothing else. */
const undone = { payment: ['voided', 'refunded', undefined], shipment: ['recalled', 'refused', undefined] };

function states(what, entries, allowed) {
  const found = entries.map(({ status }) => status);
  const fits =
    found.length === 0 ? allowed.length === 0 || allowed.includes(undefined) : allowed.includes(found[0]);
  if (fits && found.length <= 1) return [];
  const wanted = allowed.map((state) => state ?? 'none').join(' or ') || 'none';
  return [`has ${what} ${found.join(', ') || 'none'} instead of ${wanted}`];
}

/**
 * Holds one order against the table of outcomes.
 *
 * @param {Omit<import('./follow-order.mjs').Followed, 'problems' | 'late'>} followed
 * @returns {string[]} what is wrong
 */
export function auditOrder({ kind, order, payments, shipments, end, cancelAccepted }) {
  if (order.status === 'pending') return ['is still pending'];
  const problems = [];
  const expected = kind.cancel && !cancelAccepted ? ['confirmed'] : kind.ends;
  // While services are killed any participant may time out.
  if (!expected.includes(end) && end !== 'failed TIMEOUT')
    problems.push(`ended "${end}" instead of "${expected.join('" or "')}"`);
  const rule = standing[end] ?? undone;
  problems.push(
    ...states('payments', payments, rule.payment),
    ...states('shipments', shipments, rule.shipment),
  );
  for (const { amount } of payments)
    if (amount.amount !== order.total.amount || amount.currency !== order.total.currency)
      problems.push(`costs ${order.total.amount} and its payment is over ${amount.amount}`);
  return problems;
}

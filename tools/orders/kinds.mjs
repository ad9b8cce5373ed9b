/**
 * A kind of order: what is special about it, and how it may end.
 *
 * @typedef {{ name: string, sku?: string, country?: string, paymentToken?: string, cancel?: boolean,
 *   ends: readonly string[] }} Kind
 */

/** @type {readonly Kind[]} */
export const kinds = [
  { name: 'plain', ends: ['confirmed'] },
  { name: 'out of stock', sku: 'sku-none', ends: ['rejected OUT_OF_STOCK'] },
  { name: 'card declined', paymentToken: 'tok_declined', ends: ['rejected PAYMENT_DECLINED'] },
  { name: 'address not served', country: 'AQ', ends: ['rejected ADDRESS_NOT_SERVED'] },
  { name: 'gateway flaky', paymentToken: 'tok_flaky', ends: ['confirmed'] },
  { name: 'gateway slow', paymentToken: 'tok_slow', ends: ['confirmed'] },
  { name: 'gateway hangs', paymentToken: 'tok_hang', ends: ['failed TIMEOUT'] },
  // Three pieces for all orders that ever want one.
  { name: 'rare', sku: 'sku-rare', ends: ['confirmed', 'rejected OUT_OF_STOCK'] },
  // A cancellation that comes too late is refused, and the order goes its way.
  { name: 'cancelled', cancel: true, ends: ['cancelled CANCELLED_BY_CUSTOMER'] },
  {
    name: 'cancelled in flight',
    paymentToken: 'tok_slow',
    cancel: true,
    ends: ['cancelled CANCELLED_BY_CUSTOMER'],
  },
];

/** Every kind once, then mostly plain orders with a special one now and then. */
export function kindOf(index) {
  if (index < kinds.length) return kinds[index];
  return index % 2 === 0 ? kinds[0] : kinds[((index - 1) / 2) % kinds.length];
}

/** The body of `POST /orders`; quantities differ, so that a mix-up of orders shows. */
export function orderOf(kind, index) {
  const rare = kind.sku === 'sku-rare';
  return {
    customerId: `customer-${index}`,
    items: [
      { sku: kind.sku ?? `sku-${(index % 100) + 1}`, quantity: rare ? 1 : (index % 5) + 1 },
      ...(rare ? [] : [{ sku: `sku-${((index * 7) % 100) + 1}`, quantity: 1 }]),
    ],
    shippingAddress: {
      name: 'Ada Lovelace',
      street: 'Am Markt 1',
      city: 'Köln',
      postalCode: '50667',
      country: kind.country ?? 'DE',
    },
    paymentToken: kind.paymentToken ?? 'tok_visa',
  };
}

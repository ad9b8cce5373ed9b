import { type PlaceOrderRequest } from '../orders/place-order.schema';

export const sampleOrder = (changes: Partial<PlaceOrderRequest> = {}): PlaceOrderRequest => ({
  customerId: 'c-1',
  items: [{ sku: 'sku-1', quantity: 2 }],
  shippingAddress: { name: 'Ada', street: 'Am Markt 1', city: 'Köln', postalCode: '50667', country: 'DE' },
  paymentToken: 'tok_visa',
  ...changes,
});

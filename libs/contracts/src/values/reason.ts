/** Business errors of the demo: each one ends the saga, and the order tells it as its `reason`. */
export const reasons = {
  outOfStock: 'OUT_OF_STOCK',
  paymentDeclined: 'PAYMENT_DECLINED',
  addressNotServed: 'ADDRESS_NOT_SERVED',
  cancelledByCustomer: 'CANCELLED_BY_CUSTOMER',
  /** A step came for an order that has been undone, or before the step it builds on. */
  orderClosed: 'ORDER_CLOSED',
  notReserved: 'NOT_RESERVED',
  notAuthorized: 'NOT_AUTHORIZED',
  parcelRecalled: 'PARCEL_RECALLED',
} as const;

export const orderStatuses = ['pending', 'confirmed', 'rejected', 'cancelled', 'failed'] as const;

/** `pending` until the saga has ended; everything else is final. */
export type OrderStatus = (typeof orderStatuses)[number];

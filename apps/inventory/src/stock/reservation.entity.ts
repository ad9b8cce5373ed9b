import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Pieces of several skus, one entry for each. */
export type Quantities = readonly { readonly sku: string; readonly quantity: number }[];

export type ReservationStatus = 'reserved' | 'shipped' | 'released';

/** The pieces that one order has taken; `released` for good once they went back. */
@Entity('reservations')
export class Reservation {
  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId!: string;

  @Column('text')
  status!: ReservationStatus;

  @Column('jsonb')
  items!: Quantities;
}

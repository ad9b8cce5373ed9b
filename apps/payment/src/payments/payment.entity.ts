import { Column, Entity, PrimaryColumn } from 'typeorm';
import { minorUnits } from './minor-units';

export type PaymentStatus = 'authorized' | 'captured' | 'voided' | 'refunded' | 'declined';

/** The one payment of an order. */
@Entity('payments')
export class Payment {
  /** UUIDv7: ids in descending order are payments newest first. */
  @PrimaryColumn('uuid', { name: 'payment_id' })
  paymentId!: string;

  /** Unique: no order is charged twice. */
  @Column('uuid', { name: 'order_id' })
  orderId!: string;

  @Column('bigint', { transformer: minorUnits })
  amount!: number;

  @Column('text')
  currency!: string;

  @Column('text')
  status!: PaymentStatus;

  /** What the gateway calls it. */
  @Column('text')
  reference!: string;
}

import { type Address, type OrderLine } from '@partitura/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { minorUnits } from './minor-units';
import { type OrderStatus } from './order-status';

/** What a customer ordered and what became of it. The payment token is passed on and not kept here. */
@Entity('orders')
export class Order {
  /** UUIDv7: ids in descending order are orders newest first. */
  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId!: string;

  @Column('uuid', { name: 'saga_id' })
  sagaId!: string;

  /** W3C `traceparent` of the request that placed the order, the root of the saga's trace. */
  @Column('text', { nullable: true })
  traceparent!: string | null;

  @Column('text', { name: 'customer_id' })
  customerId!: string;

  @Column('jsonb')
  items!: OrderLine[];

  @Column('bigint', { name: 'total_amount', transformer: minorUnits })
  totalAmount!: number;

  @Column('text')
  currency!: string;

  @Column('jsonb', { name: 'shipping_address' })
  shippingAddress!: Address;

  @Column('text')
  status!: OrderStatus;

  /** Why the order was not confirmed: an error code. */
  @Column('text', { nullable: true })
  reason!: string | null;

  /** The customer wants out; decided by this row's lock against the confirmation. */
  @Column('boolean', { name: 'cancel_requested' })
  cancelRequested!: boolean;

  /** The saga's last task is done, and its end not yet heard of. */
  @Column('boolean')
  confirming!: boolean;

  /** The saga is being undone because of this, and its end not yet heard of. */
  @Column('text', { name: 'closing_reason', nullable: true })
  closingReason!: string | null;

  @Column('text', { name: 'idempotency_key', nullable: true })
  idempotencyKey!: string | null;

  /** SHA-256 of the request that placed the order, to tell a repetition from another order with a used key. */
  @Column('text', { name: 'request_hash' })
  requestHash!: string;

  @Column('timestamptz', { name: 'placed_at' })
  placedAt!: Date;
}

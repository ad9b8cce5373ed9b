import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One thing that happened to an order, in words for its customer. */
@Entity('order_history')
export class HistoryEntry {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column('uuid', { name: 'order_id' })
  orderId!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  what!: string;
}

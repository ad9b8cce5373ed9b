import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The pieces of one sku: `onHand + reserved + shipped = initial` at every moment (a CHECK of the table). */
@Entity('stock')
export class StockItem {
  @PrimaryColumn('text')
  sku!: string;

  /** Free to be reserved. */
  @Column('integer', { name: 'on_hand' })
  onHand!: number;

  @Column('integer')
  reserved!: number;

  @Column('integer')
  shipped!: number;

  /** What there was at the beginning. */
  @Column('integer')
  initial!: number;
}

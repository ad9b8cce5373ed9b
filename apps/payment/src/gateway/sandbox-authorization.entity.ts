import { Column, Entity, PrimaryColumn } from 'typeorm';
import { minorUnits } from '../payments/minor-units';

export type SandboxState = 'declined' | 'held' | 'taken' | 'given-back';

/** The sandbox provider's own memory: in real life it lies with the provider, not in this database. */
@Entity('sandbox_authorizations')
export class SandboxAuthorization {
  @PrimaryColumn('text', { name: 'idempotency_key' })
  idempotencyKey!: string;

  @Column('uuid')
  reference!: string;

  @Column('bigint', { transformer: minorUnits })
  amount!: number;

  @Column('text')
  currency!: string;

  @Column('text')
  state!: SandboxState;

  /** Why it was declined. */
  @Column('text', { nullable: true })
  why!: string | null;

  /** Calls that still go without an answer. */
  @Column('integer', { name: 'failures_left' })
  failuresLeft!: number;
}

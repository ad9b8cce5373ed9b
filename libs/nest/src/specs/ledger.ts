import { Column, Entity, type MigrationInterface, PrimaryGeneratedColumn, type QueryRunner } from 'typeorm';

/** Rows that handlers of tests write. */
@Entity('ledger')
export class LedgerEntry {
  @PrimaryGeneratedColumn('identity')
  id!: number;

  @Column('text')
  what!: string;
}

export class Ledger1 implements MigrationInterface {
  readonly name = 'Ledger1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE ledger (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, what text NOT NULL)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ledger');
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Payments1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments (
        payment_id uuid PRIMARY KEY,
        order_id uuid NOT NULL UNIQUE,
        amount bigint NOT NULL CHECK (amount >= 0),
        currency text NOT NULL,
        status text NOT NULL CHECK (status IN ('authorized', 'captured', 'voided', 'refunded', 'declined')),
        reference text NOT NULL UNIQUE
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE payments`);
  }
}

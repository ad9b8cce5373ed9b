import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Stock1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The constraints hold the invariants whatever the code does: no piece is sold twice, none appears or vanishes.
    await runner.query(`
      CREATE TABLE stock (
        sku text PRIMARY KEY,
        on_hand integer NOT NULL CHECK (on_hand >= 0),
        reserved integer NOT NULL CHECK (reserved >= 0),
        shipped integer NOT NULL CHECK (shipped >= 0),
        initial integer NOT NULL,
        CONSTRAINT stock_is_conserved CHECK (on_hand + reserved + shipped = initial)
      ) WITH (fillfactor = 20)`);
    await runner.query(`
      CREATE TABLE reservations (
        order_id uuid PRIMARY KEY,
        status text NOT NULL CHECK (status IN ('reserved', 'shipped', 'released')),
        items jsonb NOT NULL
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE reservations`);
    await runner.query(`DROP TABLE stock`);
  }
}

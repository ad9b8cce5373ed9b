import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class Shipments1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE shipments (
        shipment_id uuid PRIMARY KEY,
        order_id uuid NOT NULL UNIQUE,
        status text NOT NULL CHECK (status IN ('shipped', 'recalled', 'refused')),
        carrier text,
        tracking_id text UNIQUE,
        CONSTRAINT shipments_refused_have_no_carrier
          CHECK ((carrier IS NULL) = (status = 'refused') AND (tracking_id IS NULL) = (status = 'refused'))
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE shipments`);
  }
}

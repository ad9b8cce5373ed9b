import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the demo sells: ample stock of sku-1 … sku-100, three pieces of sku-rare, none of sku-none. */
export class SampleStock1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO stock (sku, on_hand, reserved, shipped, initial)
      SELECT 'sku-' || n, 1000000, 0, 0, 1000000 FROM generate_series(1, 100) AS n
      UNION ALL SELECT 'sku-rare', 3, 0, 0, 3
      UNION ALL SELECT 'sku-none', 0, 0, 0, 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM stock`);
  }
}

import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class SandboxGateway1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sandbox_authorizations (
        idempotency_key text PRIMARY KEY,
        reference uuid NOT NULL UNIQUE,
        amount bigint NOT NULL,
        currency text NOT NULL,
        state text NOT NULL CHECK (state IN ('declined', 'held', 'taken', 'given-back')),
        why text,
        failures_left integer NOT NULL
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sandbox_authorizations`);
  }
}

import type { TaskContext } from '@partitura/nest';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';

/** `--rows`: each step writes one business row, in the handler's transaction. */
const writesRows = process.env.BENCH_ROWS === '1';

/** The row that a service of one's own would write in this step. */
export async function recordStep(context: TaskContext): Promise<void> {
  if (writesRows) await insertStep(context.transaction, context);
}

const insertStep = (manager: EntityManager, { sagaId, jobType }: TaskContext) =>
  manager.query('INSERT INTO bench_steps (saga_id, job_type) VALUES ($1, $2)', [sagaId, jobType]);

/** The table of the rows, made by the service's own migration. */
export class CreateSteps1763956800000 implements MigrationInterface {
  readonly name = 'CreateSteps1763956800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE bench_steps (saga_id text NOT NULL, job_type text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE bench_steps');
  }
}

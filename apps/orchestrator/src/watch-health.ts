import type { Health } from '@partitura/nest';
import type { Runtime } from '@partitura/runtime';
import type { Pool } from 'pg';
import { deploymentsHealth } from './deployments-health';

/** The parts that `/health/ready` asks; a participant without a process is named there, and leaves the orchestrator ready. */
export function watchHealth(
  health: Health,
  runtime: Runtime,
  pool: Pool,
  /** Keys of the versions that were deployed at start. */
  deployed: readonly string[],
): void {
  health.set('database', async () => {
    await pool.query('SELECT 1');
    const reason = runtime.problems.database;
    return { up: reason === undefined, reason };
  });
  for (const part of ['bus', 'consumer'] as const)
    health.set(part, () => {
      const reason = runtime.problems[part];
      return { up: reason === undefined, reason };
    });
  health.set('deployments', deploymentsHealth(runtime, deployed));
  health.set('participants', () => ({ up: true, reason: absentParticipants(runtime) }));
}

function absentParticipants({ participants }: Runtime): string | undefined {
  const absent = participants.absent.map(
    ({ participant, jobsWaiting }) =>
      `No process works for ${participant}${jobsWaiting > 0 ? `, ${jobsWaiting} of its jobs wait` : ''}: start the ${participant} service.`,
  );
  return absent.length > 0 ? absent.join(' ') : undefined;
}

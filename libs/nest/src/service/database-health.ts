import type { DataSource } from 'typeorm';
import type { PartHealth } from './health';

const patienceMs = 2_000;

/** Asks the database for an answer; one that takes too long counts as none. */
export async function databaseHealth(dataSource: DataSource): Promise<PartHealth> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<PartHealth>((resolve) => {
    timer = setTimeout(
      () => resolve({ up: false, reason: `Postgres has not answered within ${patienceMs} ms.` }),
      patienceMs,
    );
  });
  const asked = dataSource.query('SELECT 1').then(
    (): PartHealth => ({ up: true }),
    (error: Error): PartHealth => ({ up: false, reason: `Postgres does not answer: ${error.message}` }),
  );
  try {
    return await Promise.race([asked, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

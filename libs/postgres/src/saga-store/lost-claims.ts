import type { Claims } from '@partitura/runtime';
import type { QueryResultRow } from 'pg';
import { lockColumns, takenColumns, uniqueColumns } from './outer-columns';
import { standingStartTimers } from './statements/fire-start-timer';
import { heldStartLocks } from './statements/start-locks';
import { takeable, uniqueTaken } from './statements/take-messages';
import { columns } from './columns';

type Rows = <Row extends QueryResultRow>(query: {
  name?: string;
  text: string;
  values: unknown[];
}) => Promise<Row[]>;

/** What of these claims a commit could not be granted now. */
export async function lostClaims(claims: Claims, now: number, rows: Rows): Promise<Claims> {
  const places = async (query: { name: string; text: string }, values: unknown[]) =>
    new Set((await rows<{ place: number }>({ ...query, values })).map(({ place }) => place - 1));
  const { taken, unique, locks, timers } = claims;
  const [free, buffered, held, standing] = await Promise.all([
    taken.length > 0 ? places(takeable, takenColumns(taken)) : new Set<number>(),
    unique.length > 0 ? places(uniqueTaken, [...uniqueColumns(unique), now]) : new Set<number>(),
    locks.length > 0 ? places(heldStartLocks, lockColumns(locks)) : new Set<number>(),
    timers.length > 0
      ? places(
          standingStartTimers,
          columns(timers, [
            ({ score }) => score,
            ({ process }) => process,
            ({ element }) => element,
            ({ due }) => due,
          ]),
        )
      : new Set<number>(),
  ]);
  return {
    taken: taken.filter((_, i) => !free.has(i)),
    unique: unique.filter((_, i) => buffered.has(i)),
    locks: locks.filter((_, i) => held.has(i)),
    timers: timers.filter((_, i) => !standing.has(i)),
  };
}

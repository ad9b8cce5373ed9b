import type { Found, Page, Place } from '@partitura/runtime';
import type { Pool } from 'pg';
import { storeError } from '../saga-store/store-errors';
import type { Conditions } from './conditions';

/** Counting further would read every state for the sake of a number that nobody needs exactly. */
const COUNT_LIMIT = 1000;

export interface PagedQuery {
  /** Select list. */
  readonly select: string;
  /** `FROM` with its joins. */
  readonly from: string;
  /** The pair that orders and pages: number of the saga, local id. */
  readonly place: string;
  readonly conditions: Conditions;
}

/** Runs a keyset page and a bounded count; rows come in the page's order also when it was read backwards. */
export async function pagedQuery<Row extends object>(
  pool: Pool,
  query: PagedQuery,
  page: Page,
): Promise<Found<Row>> {
  const { conditions } = query;
  const counted = {
    text: `SELECT count(*)::int AS count FROM (SELECT FROM ${query.from} WHERE ${conditions.where} LIMIT ${COUNT_LIMIT + 1}) AS found`,
    values: [...conditions.values],
  };
  const backwards = page.before !== undefined;
  const direction = (page.order === 'asc') === backwards ? 'DESC' : 'ASC';
  const [number, localId] = query.place.split(', ') as [string, string];
  const beyond = page.after ?? page.before;
  if (beyond)
    conditions.add(`(${query.place}) ${direction === 'ASC' ? '>' : '<'} ${placeOf(beyond, conditions)}`);
  const limit = conditions.bind(page.limit, 'int');
  const offset = conditions.bind(page.from ?? 0, 'int');
  const text = `
SELECT ${query.select}
  FROM ${query.from}
 WHERE ${conditions.where}
 ORDER BY ${number} ${direction}, ${localId} ${direction}
 LIMIT ${limit} OFFSET ${offset}`;
  try {
    const [rows, count] = await Promise.all([
      pool.query<Row>({ text, values: conditions.values }),
      pool.query<{ count: number }>(counted),
    ]);
    const total = count.rows[0]?.count ?? 0;
    return {
      items: backwards ? rows.rows.reverse() : rows.rows,
      total: Math.min(total, COUNT_LIMIT),
      more: total > COUNT_LIMIT,
    };
  } catch (error) {
    throw storeError(error);
  }
}

const placeOf = ({ number, localId }: Place, conditions: Conditions) =>
  `(${conditions.bind(number, 'bigint')}, ${conditions.bind(localId, 'int')})`;

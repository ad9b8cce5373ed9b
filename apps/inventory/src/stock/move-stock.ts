import { EntityManager } from 'typeorm';
import { type Quantities } from './reservation.entity';

type Place = 'on_hand' | 'reserved' | 'shipped';

/**
 * Moves pieces from one place to another, all of them or none.
 *
 * Answers false when some sku has fewer pieces than asked for (or is unknown); the caller then rolls back.
 */
export async function moveStock(
  manager: EntityManager,
  items: Quantities,
  { from, to }: { readonly from: Place; readonly to: Place },
): Promise<boolean> {
  const skus = items.map(({ sku }) => sku);
  const quantities = items.map(({ quantity }) => quantity);
  // Rows are locked in the order of skus before any is written, or two orders for the same skus could deadlock.
  const moved: unknown = await manager.query(
    `WITH wanted AS (SELECT * FROM unnest($1::text[], $2::integer[]) AS wanted (sku, quantity)),
     locked AS (SELECT sku FROM stock WHERE sku = ANY ($1) ORDER BY sku FOR NO KEY UPDATE)
     UPDATE stock SET ${from} = ${from} - quantity, ${to} = ${to} + quantity
     FROM wanted JOIN locked USING (sku)
     WHERE stock.sku = wanted.sku AND stock.${from} >= quantity
     RETURNING stock.sku`,
    [skus, quantities],
  );
  const [rows] = moved as [unknown[], number];
  return rows.length === items.length;
}

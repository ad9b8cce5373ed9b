import { createTestDatabase, type TestDatabase } from '@partitura/testing';
import { DataSource } from 'typeorm';
import { entities, migrations } from '../database';
import { moveStock } from './move-stock';
import { StockItem } from './stock-item.entity';

let database: TestDatabase;
let dataSource: DataSource;

beforeEach(async () => {
  database = await createTestDatabase();
  dataSource = await new DataSource({
    type: 'postgres',
    url: database.url,
    entities,
    migrations,
    poolSize: 20,
  }).initialize();
  await dataSource.runMigrations();
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

const stockOf = (sku: string) => dataSource.manager.findOneByOrFail(StockItem, { sku });

const reserve = (...items: { sku: string; quantity: number }[]): Promise<boolean> =>
  dataSource
    .transaction(async (manager) => {
      if (!(await moveStock(manager, items, { from: 'on_hand', to: 'reserved' })))
        throw new Error('rolled back');
    })
    .then(
      () => true,
      (error: Error) => {
        if (error.message !== 'rolled back') throw error;
        return false;
      },
    );

it('moves pieces of several skus', async () => {
  const moved = await reserve({ sku: 'sku-1', quantity: 2 }, { sku: 'sku-rare', quantity: 1 });
  expect(moved).toBe(true);
  expect(await stockOf('sku-1')).toMatchObject({ onHand: 999_998, reserved: 2 });
  expect(await stockOf('sku-rare')).toMatchObject({ onHand: 2, reserved: 1 });
});

it('moves nothing when one sku has too little, or is not there', async () => {
  expect(await reserve({ sku: 'sku-1', quantity: 2 }, { sku: 'sku-none', quantity: 1 })).toBe(false);
  expect(await reserve({ sku: 'sku-1', quantity: 2 }, { sku: 'sku-unknown', quantity: 1 })).toBe(false);
  expect(await stockOf('sku-1')).toMatchObject({ onHand: 1_000_000, reserved: 0 });
});

it('sells each of the last pieces once, however many want them', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, () => reserve({ sku: 'sku-rare', quantity: 1 })),
  );
  expect(outcomes.filter((reserved) => reserved)).toHaveLength(3);
  expect(await stockOf('sku-rare')).toMatchObject({ onHand: 0, reserved: 3, initial: 3 });
});

it('does not deadlock when many want several skus at once', async () => {
  const skus = ['sku-1', 'sku-10', 'sku-2', 'sku-3', 'sku-rare'];
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      // Each one another choice, and in another order than that of the rows in the table.
      reserve(...skus.filter((_sku, at) => (index + at) % 3 !== 0).map((sku) => ({ sku, quantity: 1 }))),
    ),
  );
  const reserved = await Promise.all(skus.map(async (sku) => (await stockOf(sku)).reserved));
  const wanted = skus.map(
    (_sku, at) => outcomes.filter((succeeded, index) => succeeded && (index + at) % 3 !== 0).length,
  );
  expect(reserved).toEqual(wanted);
  expect(reserved.at(-1)).toBe(3);
});

it('holds the invariants against any statement', async () => {
  const statement = (sql: string) => dataSource.query(sql);
  await expect(statement(`UPDATE stock SET on_hand = on_hand + 1`)).rejects.toThrow(/stock_is_conserved/);
  await expect(
    statement(`UPDATE stock SET on_hand = on_hand - 4, reserved = reserved + 4 WHERE sku = 'sku-rare'`),
  ).rejects.toThrow(/check constraint/);
});

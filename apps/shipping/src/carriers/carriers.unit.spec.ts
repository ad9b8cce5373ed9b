import { Carriers } from './carriers';

const to = (country: string) => ({
  name: 'Ada',
  street: 'Am Markt 1',
  city: 'Köln',
  postalCode: '1',
  country,
});
const parcel = (idempotencyKey: string, signal = new AbortController().signal) => ({
  idempotencyKey,
  address: to('DE'),
  signal,
});

const carriers = new Carriers();

it('finds a carrier for every place but Antarctica', () => {
  expect(carriers.for(to('DE'))?.name).toBe('Landpost');
  expect(carriers.for(to('JP'))?.name).toBe('Overseas Freight');
  expect(carriers.for(to('AQ'))).toBeUndefined();
});

it('gives a parcel the same tracking id however often it is handed over', async () => {
  const carrier = carriers.for(to('DE'))!;
  const [first, again, other] = await Promise.all([
    carrier.ship(parcel('one')),
    carrier.ship(parcel('one')),
    carrier.ship(parcel('two')),
  ]);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

it('takes no parcel of a job that is over', async () => {
  const carrier = carriers.for(to('DE'))!;
  await expect(carrier.ship(parcel('one', AbortSignal.abort(new Error('withdrawn'))))).rejects.toThrow(
    'withdrawn',
  );
});

it('finds the carrier of a parcel by name, and says so when it is gone', () => {
  expect(carriers.named('Landpost').name).toBe('Landpost');
  expect(() => carriers.named('Gone')).toThrow(/no carrier Gone/);
});

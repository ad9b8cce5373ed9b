import { decodeNotice, encodeNotice, type Notice } from './notice';

it.each<Notice>([
  { kind: 'group', group: 'payment service' },
  { kind: 'batch', producer: 7, partitions: [{ topic: 1, partition: 3 }] },
  { kind: 'batch', producer: 7, partitions: 'many' },
])('reads what it wrote: %j', (notice) => {
  expect(decodeNotice(encodeNotice(notice))).toEqual(notice);
});

it('stays below the length that Postgres takes', () => {
  const partitions = Array.from({ length: 3000 }, (_, partition) => ({ topic: 1, partition }));
  const payload = encodeNotice({ kind: 'batch', producer: 1, partitions });
  expect(payload.length).toBeLessThan(8000);
  expect(decodeNotice(payload)).toMatchObject({ partitions: 'many' });
});

it('ignores what it does not know', () => {
  expect(decodeNotice('something else')).toBeUndefined();
});

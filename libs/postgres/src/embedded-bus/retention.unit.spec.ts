import { readByAll } from './retention';

const claim = (positions: Record<number, number>, partition = 0) => ({
  topic: 1,
  partition,
  positions: new Map(Object.entries(positions).map(([producer, seq]) => [Number(producer), seq])),
});

it('keeps what one of the groups has not read', () => {
  expect(readByAll([claim({ 7: 10, 8: 3 }), claim({ 7: 4 })])).toEqual([
    { topic: 1, partition: 0, producer: 7, seq: 4 },
  ]);
});

it('looks at each partition by itself', () => {
  expect(readByAll([claim({ 7: 10 }, 0), claim({ 7: 2 }, 1)])).toEqual([
    { topic: 1, partition: 0, producer: 7, seq: 10 },
    { topic: 1, partition: 1, producer: 7, seq: 2 },
  ]);
});

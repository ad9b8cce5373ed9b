import fc from 'fast-check';
import { assignPartitions, partitionKey } from './assign-partitions';

const partitionsOf = new Map([
  [1, 4],
  [2, 4],
  [3, 1],
]);

const members = fc.uniqueArray(fc.record({ id: fc.uuid(), topics: fc.subarray([1, 2, 3]) }), {
  selector: ({ id }) => id,
  minLength: 1,
});

it('gives every partition of a topic that somebody reads to exactly one of its readers', () => {
  fc.assert(
    fc.property(members, (group) => {
      const owners = group.flatMap(({ id }) => assignPartitions(id, group, partitionsOf).map(partitionKey));
      const expected = [...partitionsOf].flatMap(([topic, count]) =>
        group.some(({ topics }) => topics.includes(topic))
          ? Array.from({ length: count }, (_, partition) => partitionKey({ topic, partition }))
          : [],
      );
      expect([...owners].sort()).toEqual(expected.sort());
    }),
  );
});

it('does not depend on the order in which members are listed', () => {
  fc.assert(
    fc.property(members, (group) => {
      for (const { id } of group)
        expect(assignPartitions(id, [...group].reverse(), partitionsOf)).toEqual(
          assignPartitions(id, group, partitionsOf),
        );
    }),
  );
});

it('shares evenly', () => {
  const group = ['a', 'b'].map((id) => ({ id, topics: [1, 2] }));
  expect(group.map(({ id }) => assignPartitions(id, group, partitionsOf).length)).toEqual([4, 4]);
});

import * as fc from 'fast-check';
import { compileExpression, type Json } from '../index';

test.each<[string, Json]>([
  ['list contains([1, 2, 3], 2)', true],
  ['list contains([1, null], null)', true],
  ['list contains([0.3], 0.1 + 0.2)', true],
  ['list contains([{a: 1}], {a: 1})', true],
  ['list contains([1, 2], "1")', false],
  ['list contains(null, 1)', null],
  ['count([1, 2, 3])', 3],
  ['count([])', 0],
  ['count(null)', null],
  ['min([1, 2, 3])', 1],
  ['min(3, 1, 2)', 1],
  ['min("b", "a")', 'a'],
  ['min([@"2026-02-01", @"2026-01-01"])', '2026-01-01'],
  ['min([1, "a"])', null],
  ['min([])', null],
  ['max(1, 9, 3)', 9],
  ['max([@"P1D", @"PT25H"])', 'P1DT1H'],
  ['max([1, null])', null],
  ['sum([1, 2, 3])', 6],
  ['sum(1, 2, 3)', 6],
  ['sum([0.1, 0.2, 0.3])', 0.6],
  ['sum([])', null],
  ['sum([1, null])', null],
  ['sum(5)', 5],
  ['product([2, 3, 4])', 24],
  ['product(2, 3, 4)', 24],
  ['product([0.1, 3])', 0.3],
  ['product([])', null],
  ['mean([1, 2, 3])', 2],
  ['mean(1, 2)', 1.5],
  ['mean([])', null],
  ['median(8, 2, 5, 3, 4)', 4],
  ['median([6, 1, 2, 3])', 2.5],
  ['median([0.1, 0.2])', 0.15],
  ['median([])', null],
  ['stddev(2, 4, 7, 5)', 2.0816659994661326],
  ['stddev([1])', null],
  ['mode(6, 3, 9, 6, 6)', [6]],
  ['mode([6, 1, 9, 6, 1])', [1, 6]],
  ['mode([])', []],
  ['mode([1, "a"])', null],
  ['all([true, false])', false],
  ['all(false, null, true)', false],
  ['all(true, null)', null],
  ['all([])', true],
  ['any([false, true])', true],
  ['any(false, null, true)', true],
  ['any(false, null)', null],
  ['any([])', false],
  ['sublist([1, 2, 3], 2)', [2, 3]],
  ['sublist([1, 2, 3], 1, 2)', [1, 2]],
  ['sublist([1, 2, 3], -2, 1)', [2]],
  ['sublist([1, 2, 3], 2, 9)', [2, 3]],
  ['sublist([1, 2, 3], 9)', []],
  ['sublist([1, 2, 3], -9)', [1, 2, 3]],
  ['sublist([1, 2, 3], 2, 0)', []],
  ['append([1], 2, 3)', [1, 2, 3]],
  ['append([1], [2])', [1, [2]]],
  ['append([], null)', [null]],
  ['concatenate([1, 2], [3])', [1, 2, 3]],
  ['concatenate([1], [2], [3])', [1, 2, 3]],
  ['concatenate([1], 2)', [1, 2]],
  ['concatenate([1], null)', [1, null]],
  ['insert before([1, 3], 1, 2)', [2, 1, 3]],
  ['insert before([1, 2], 3, 3)', [1, 2, 3]],
  ['insert before([], 1, 1)', [1]],
  ['insert before([1], "1", 1)', null],
  ['insert before([1, 3], -1, 2)', [1, 2, 3]],
  ['remove([1, 2, 3], 2)', [1, 3]],
  ['remove([1, 2, 3], 4)', [1, 2, 3]],
  ['remove(null, 1)', null],
  ['remove([1, 2, 3], -1)', [1, 2]],
  ['list replace([1, 2, 3], 2, 9)', [1, 9, 3]],
  ['list replace([1, 2, 3], function(item, newItem) item > 1, 9)', [1, 9, 9]],
  ['reverse([1, 2, 3])', [3, 2, 1]],
  ['index of([1, 2, 3, 2], 2)', [2, 4]],
  ['index of([1, null], null)', [2]],
  ['index of([1], 5)', []],
  ['union([1, 2], [2, 3])', [1, 2, 3]],
  ['union([1, 2, 1], [2], [3])', [1, 2, 3]],
  ['distinct values([1, 2, 3, 2, 1])', [1, 2, 3]],
  ['distinct values([1, "1", 1.0, null, null])', [1, '1', null]],
  ['distinct values([{a: 1, b: 2}, {b: 2, a: 1}])', [{ a: 1, b: 2 }]],
  ['duplicate values([1, 2, 3, 2, 1])', [1, 2]],
  ['flatten([[1, 2], [[3]], 4])', [1, 2, 3, 4]],
  ['flatten([])', []],
  ['sort(list: [3, 1, 4, 5, 2], precedes: function(x, y) x < y)', [1, 2, 3, 4, 5]],
  ['sort([3, 1, 2], function(a, b) a > b)', [3, 2, 1]],
  ['sort(["b", "a"], function(a, b) a < b)', ['a', 'b']],
  ['sort([1, "a"], function(a, b) a < b)', null],
  ['sort([1, 2], function(a) a)', null],
  ['is empty([])', true],
  ['is empty([1, 2, 3])', false],
  ['is empty(null)', null],
  ['partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
  ['partition([], 2)', []],
  ['partition([1, 2], 0)', null],
])('%s', (source, expected) => {
  expect(compileExpression(source).evaluate({})).toEqual(expected);
});

const value: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom<Json>('a', 'b', true, null, [1], { a: 1 }),
);

test('distinct values keep the first of each and the order', () => {
  const distinct = compileExpression('distinct values(list)');
  const positions = compileExpression('for x in distinct values(list) return index of(list, x)[1]');
  fc.assert(
    fc.property(fc.array(value), (list) => {
      const texts = list.map((item) => JSON.stringify(item));
      const expected = list.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
      expect(distinct.evaluate({ list })).toEqual(expected);
      const firsts = positions.evaluate({ list }) as number[];
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    }),
  );
});

test('a list sorted by a function is the list sorted by its numbers', () => {
  const sort = compileExpression('sort(list, function(a, b) a < b)');
  fc.assert(
    fc.property(fc.array(fc.integer()), (list) => {
      expect(sort.evaluate({ list })).toEqual([...list].sort((a, b) => a - b));
    }),
  );
});

test('functions of lists leave the variables as they are', () => {
  const list = [3, 1, 2];
  const expression = compileExpression(
    '[append(list, 4), reverse(list), sort(list, function(a, b) a < b), remove(list, 1), insert before(list, 1, 0)]',
  );
  expression.evaluate({ list });
  expect(list).toEqual([3, 1, 2]);
});

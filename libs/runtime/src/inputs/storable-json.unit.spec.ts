import { isStorable, MAX_JSON_DEPTH } from './storable-json';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

it.each([
  [nested(MAX_JSON_DEPTH), true],
  [nested(MAX_JSON_DEPTH + 1), false],
  [nested(200_000), false],
  [JSON.parse('{"a": [1e400]}'), false],
  [{ a: [1, 'x', null, true, { b: -1.5 }] }, true],
])('tells what can be kept (%#)', (value, storable) => {
  expect(isStorable(value)).toBe(storable);
});

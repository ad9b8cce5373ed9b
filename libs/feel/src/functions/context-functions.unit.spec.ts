import { compileExpression, FeelError, FeelSyntaxError, type Json } from '../index';

test.each<[string, Json]>([
  ['get value({foo: 123}, "foo")', 123],
  ['get value({a: 1}, "b")', null],
  ['get value(null, "b")', null],
  ['get value({x: 1, y: {z: 0}}, ["y", "z"])', 0],
  ['get value({x: {y: {z: 0}}}, ["x", "y"])', { z: 0 }],
  ['get value({a: {b: 3}}, ["b"])', null],
  ['get value({a: 1}, [])', null],
  ['get value(context: {a: 1}, key: "a")', 1],
  ['get entries({foo: 123})', [{ key: 'foo', value: 123 }]],
  ['get entries({})', []],
  ['get entries(1)', null],
  ['context put({x: 1}, "y", 2)', { x: 1, y: 2 }],
  ['context put({x: 1}, "x", 2)', { x: 2 }],
  ['context put({x: 1}, ["y"], 2)', { x: 1, y: 2 }],
  ['context put({x: 1, y: {z: 0}}, ["y", "z"], 2)', { x: 1, y: { z: 2 } }],
  ['context put({x: 1}, ["y", "z"], 2)', { x: 1, y: { z: 2 } }],
  ['context put({x: 1}, ["x", "z"], 2)', null],
  ['context put({x: 1}, [], 2)', null],
  ['put({x: 1}, "y", 2)', { x: 1, y: 2 }],
  ['context merge([{x: 1}, {y: 2}])', { x: 1, y: 2 }],
  ['context merge([{x: 1, y: 0}, {y: 2}])', { x: 1, y: 2 }],
  ['context merge([{x: 1}, 2])', null],
  ['put all({x: 1}, {y: 2})', { x: 1, y: 2 }],
  ['context([{key: "a", value: 1}, {key: "b", value: 2}])', { a: 1, b: 2 }],
  ['context([{key: "a"}])', null],
  ['context([])', {}],
  ['string({a: 1, b: [true, null]})', '{a:1, b:[true, null]}'],
  ['string(1.1)', '1.1'],
  ['string(1e21)', '1000000000000000000000'],
  ['string(0.0000001)', '0.0000001'],
  ['string(null)', null],
  ['string("x")', 'x'],
  ['string(["x", 1])', '["x", 1]'],
  ['string([1..3])', '[1..3]'],
  ['to json({a: 1, b: 2})', '{"a":1,"b":2}'],
  ['to json(true)', 'true'],
  ['to json(null)', 'null'],
  ['to json(@"2023-06-14")', '"2023-06-14"'],
  ['to json(@"P3Y")', '"P3Y"'],
  ['from json("{\\"a\\": 1, \\"b\\": 2}")', { a: 1, b: 2 }],
  ['from json("true")', true],
  ['from json("\\"2023-06-14\\"")', '2023-06-14'],
  ['from json("invalid")', null],
  ['from json(null)', null],
  ['is defined(1)', true],
  ['is defined(null)', false],
  ['is defined(missing)', false],
  ['is defined(missing.deeper)', false],
  ['is defined({x: null}.x)', false],
  ['get or else("this", "default")', 'this'],
  ['get or else(null, "default")', 'default'],
  ['get or else(value: missing, default: 1)', 1],
  ['get or else(null, null)', null],
  ['get or else(false, true)', false],
  ['not(true)', false],
  ['not("x")', null],
  ['assert(4, 4 >= 0)', 4],
  ['is(@"2012-12-25", @"2012-12-25")', true],
  ['is(1, "1")', false],
  ['fromAi("A", "a letter", "string")', 'A'],
])('%s', (source, expected) => {
  expect(compileExpression(source).evaluate({})).toEqual(expected);
});

test('an assertion that does not hold is an error with its cause', () => {
  const assertion = compileExpression('assert(x, x >= 0, "x should be positive")');
  expect(assertion.evaluate({ x: 4 })).toBe(4);
  expect(() => assertion.evaluate({ x: -1 })).toThrow(FeelError);
  expect(() => assertion.evaluate({})).toThrow(/x should be positive/);
  expect(() => compileExpression('assert(x, x != null)').evaluate({})).toThrow(/condition is not fulfilled/);
});

test('randomness is refused where the model is compiled, with another way', () => {
  for (const source of ['uuid()', 'random number()', '[1][random number() > 0.5]']) {
    expect(() => compileExpression(source)).toThrow(FeelSyntaxError);
    expect(() => compileExpression(source)).toThrow(/worker/);
  }
});

test('keys of contexts may be anything', () => {
  const context = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}') as Json;
  expect(compileExpression('context put(c, "b", 3)').evaluate({ c: context })).toEqual(
    JSON.parse('{"__proto__": {"a": 1}, "constructor": 2, "b": 3}'),
  );
  expect(compileExpression('{"__proto__": 1}.constructor').evaluate({})).toBeNull();
  expect(compileExpression('get value(c, "toString")').evaluate({ c: context })).toBeNull();
});

import * as fc from 'fast-check';
import { compileExpression, compileFeel, FeelError, FeelSyntaxError, type Json, type Scope } from '../index';

const scope: Scope = {
  x: 5,
  i: 2,
  xs: [4, 15, 16, 23, 8],
  name: 'John Doe',
  nothing: null,
  'order id': 'o-1',
  order: {
    'total price': 5,
    'first-name': 'Ann',
    items: [
      { sku: 'a', price: 0.1 },
      { sku: 'b', price: 0.2 },
    ],
  },
  people: [
    { name: 'Ann', age: 41, tags: ['x', 'y'] },
    { name: 'Bob', age: 30, tags: [] },
    { name: 'Cid', tags: ['y'] },
  ],
};

describe('expressions', () => {
  test.each<[string, Json]>([
    // null and comparison
    ['null = null', true],
    ['nothing = null', true],
    ['missing.deeper.still', null],
    ['{}.y = null', true],
    ['missing > 10', null],
    ['missing != null and missing.b > 10', false],
    ['5 != 5', false],
    ['5 = "5"', null],
    ['5 != "5"', null],
    ['"a" < "b"', true],
    ['"a" < 1', null],
    ['true < false', null],
    ['[1, 2] = [1, 2]', true],
    ['[1, 2] = [2, 1]', false],
    ['[1] = 1', null],
    ['{a: 1, b: 2} = {b: 2, a: 1}', true],
    ['{a: 1} = {a: 1, b: 2}', false],
    ['5 between 3 and 7', true],
    ['2 between 3 and 7', false],
    ['x between 5 and 5', true],
    ['null between 3 and 7', null],
    // logic
    ['true and null', null],
    ['false and null', false],
    ['false and "otherwise"', false],
    ['true and "otherwise"', null],
    ['true or "otherwise"', true],
    ['false or null', null],
    ['not(null)', null],
    ['not(x > 3) or x = 5', true],
    // arithmetic
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ** 3', 8],
    ['-x', -5],
    ['- (x + 1)', -6],
    ['10 / 4', 2.5],
    ['1 / 0', null],
    ['"a" + "b"', 'ab'],
    ['"a" + 1', null],
    ['"a" - "b"', null],
    ['null + 1', null],
    ['x + missing', null],
    // decisions
    ['if x > 3 then "large" else "small"', 'large'],
    ['if missing then 1 else 2', 2],
    ['if "text" then 1 else 2', 2],
    ['if x > 3 then if x > 4 then 1 else 2 else 3', 1],
    // in
    ['5 in (3..7)', true],
    ['7 in (3..7)', false],
    ['7 in (3..7]', true],
    ['3 in ]3..7[', false],
    ['5 in (3, 5, 7)', true],
    ['5 in [2, 4, 6, 8]', false],
    ['5 in xs', false],
    ['x in > 3', true],
    ['x in (< 3, > 4)', true],
    ['x in (> 3)', true],
    ['"Sat" in ("Sat", "Sun")', true],
    ['null in (null, 1)', true],
    ['5 in "a"', null],
    ['5 in ([1..3], [5..7])', true],
    ['5 in [[1..3], [5..7]]', true],
    ['x in (contains(string(?), "5"))', true],
    // lists
    ['xs[1]', 4],
    ['xs[-1]', 8],
    ['xs[i]', 15],
    ['xs[i + 1]', 16],
    ['xs[count(xs)]', 8],
    ['xs[9]', null],
    ['xs[0]', null],
    ['[][1]', null],
    ['[][item > 1]', []],
    ['null[1]', null],
    ['missing[item > 1]', null],
    ['xs[item > 10 and even(item)]', [16]],
    ['xs[even(item)]', [4, 16, 8]],
    ['xs[not(even(item))]', [15, 23]],
    ['people[age > 30].name', ['Ann']],
    ['people[name = "Bob"][1].age', 30],
    ['people[item.name = "Bob"].age', [30]],
    ['people.name', ['Ann', 'Bob', 'Cid']],
    ['people.age', [41, 30, null]],
    ['people[tags[1] = "y"].name', ['Cid']],
    ['people[list contains(tags, "y")].name', ['Ann', 'Cid']],
    ['people[age = null].name', ['Cid']],
    ['[{a: 1}, {b: 2}][a < 10]', [{ a: 1 }]],
    ['flatten(people.tags)', ['x', 'y', 'y']],
    ['[1, 2, 3][item >= 2]', [2, 3]],
    ['{a: 1}[a = 1]', [{ a: 1 }]],
    ['5[item > 3]', [5]],
    // loops
    ['for a in [1, 2] return a * 2', [2, 4]],
    ['for a in [1, 2], b in [10, 20] return a + b', [11, 21, 12, 22]],
    ['for a in 1..3 return a', [1, 2, 3]],
    ['for a in 3..1 return a', [3, 2, 1]],
    ['for a in i..i + 1 return a', [2, 3]],
    ['for a in [1..3] return a', [1, 2, 3]],
    ['for a in (1..3) return a', [2]],
    ['for a in 1..4 return if a = 1 then 1 else a * partial[-1]', [1, 2, 6, 24]],
    ['for a in [1, 2] return count(partial)', [0, 1]],
    ['for a in [[1, 2], [3]], b in a return b', [1, 2, 3]],
    ['for a in missing return a', null],
    ['for a in [] return a', []],
    [
      'for p in people return {n: p.name, old: p.age > 35}',
      [
        { n: 'Ann', old: true },
        { n: 'Bob', old: false },
        { n: 'Cid', old: null },
      ],
    ],
    ['for d in [@"2026-01-30"..@"2026-02-01"] return string(d)', ['2026-01-30', '2026-01-31', '2026-02-01']],
    ['some a in [1, 2, 3] satisfies a > 2', true],
    ['some a in [1, 2, 3] satisfies a > 5', false],
    ['some a in [1, 2], b in [2, 3] satisfies a < b', true],
    ['every a in [1, 2, 3] satisfies a >= 1', true],
    ['every a in [1, 2, 3] satisfies even(a)', false],
    ['every a in [] satisfies false', true],
    ['some a in [] satisfies true', false],
    ['some a in [1, null] satisfies a > 2', null],
    ['every a in missing satisfies true', null],
    // contexts
    ['{a: 2, b: a * 2}', { a: 2, b: 4 }],
    ['{a: {b: 3}}.a.b', 3],
    ['{a: 1}.b', null],
    ['{"two words": 1}.`two words`', 1],
    ['{a b: 1, c: a b + 1}', { 'a b': 1, c: 2 }],
    ['{first-name: "a", y: first-name + "b"}.y', 'ab'],
    ['{x: 1}.x + x', 6],
    ['{x: 1, y: x}.y', 1],
    // names in backticks, anywhere
    ['`order id` + "!"', 'o-1!'],
    ['order.`total price` * 2', 10],
    ['order.`first-name`', 'Ann'],
    ['for e in order.items return `order id` + e.sku', ['o-1a', 'o-1b']],
    ['[`order id`, date("2026-01-01")]', ['o-1', '2026-01-01']],
    ['{`a b`: 1}.`a b`', 1],
    // functions
    ['{age: function(birthday) (@"2026-01-01" - birthday).days}.age(@"2025-12-31")', 1],
    ['(function(a, b) a - b)(5, 3)', 2],
    ['{f: function(a, b) a - b, r: f(b: 1, a: 3)}.r', 2],
    ['{f: function(a, b) a - b}.f(1)', null],
    ['{f: function(a, b) a - b}.f(a: 1, c: 2)', null],
    ['{f: function(a) a * x}.f(2)', 10],
    ['{f: function(n) if n < 2 then 1 else n * f(n - 1)}.f(5)', 120],
    ['{f: function(a: number) a + 1}.f("1")', null],
    ['{f: function(a: number) a + 1}.f([1])', 2],
    ['{count: function(a) "own"}.count([])', 'own'],
    ['{max: function(a, b) 0, r: max(1, 2)}.r', 0],
    ['1(2)', null],
    // types
    ['1 instance of number', true],
    ['1 instance of string', false],
    ['1 instance of Any', true],
    ['null instance of Any', false],
    ['"a" instance of string', true],
    ['true instance of boolean', true],
    ['[1] instance of list', true],
    ['[1, 2] instance of list<number>', true],
    ['[1, "2"] instance of list<number>', false],
    ['{a: 1} instance of context', true],
    ['{a: 1} instance of context<a: number>', true],
    ['@"2026-01-01" instance of date', true],
    ['@"10:00:00" instance of time', true],
    ['@"2026-01-01T10:00:00" instance of date and time', true],
    ['@"2026-01-01T10:00:00" instance of date time', true],
    ['@"P1D" instance of days and time duration', true],
    ['@"P1D" instance of day-time-duration', true],
    ['@"P1Y" instance of year-month-duration', true],
    ['@"P1Y" instance of days and time duration', false],
    ['(function(a) a) instance of function', true],
    ['[1..3] instance of range<number>', true],
    ['x instance of number and i instance of number', true],
    // literals and remarks
    ['1.50', 1.5],
    ['.5 + 1.0', 1.5],
    ['-0', 0],
    ['"a\\tb\\u00e4\\U01F600"', 'a\tbä😀'],
    ['// a remark\n1 + /* another */ 1', 2],
  ])('%s', (source, expected) => {
    expect(compileExpression(source).evaluate(scope)).toEqual(expected);
  });

  test.each<[string, Json]>([
    ['1000.1 - 1000', 0.1],
    ['0.1 + 0.7 - 0.8', 0],
    ['100000.03 - 99999.01', 1.02],
    ['sum([0.1, 0.2]) = 0.3', true],
    ['for a in [0.1, 0.2] return a * 3', [0.3, 0.6]],
    ['sum(for e in order.items return e.price) = 0.3', true],
    ['[1.1, 2.2][item * 3 = 3.3]', [1.1]],
    ['some a in [1.1] satisfies a * 3 = 3.3', true],
    ['mean([0.1, 0.2, 0.3])', 0.2],
    ['19.99 * 100', 1999],
    ['33.33 * 3', 99.99],
    ['{a: 0.1 + 0.2}.a', 0.3],
    ['(function(a) a + 0.2)(0.1)', 0.3],
    ['0.1 + 0.2 in (0.3)', true],
    ['0.1 + 0.2 in [0.3..1]', true],
    ['(0.1 + 0.2) between 0.3 and 1', true],
    ['date("2026-01-01") + duration("P1D") * 1.5 = date("2026-01-02")', true],
  ])('counts in decimals everywhere: %s', (source, expected) => {
    expect(compileExpression(source).evaluate(scope)).toEqual(expected);
  });

  test('sums and differences of money are those of its cents', () => {
    const cents = fc.integer({ min: -1e11, max: 1e11 });
    const expression = compileExpression('[a + b, a - b, sum([a, b, c])]');
    fc.assert(
      fc.property(cents, cents, cents, (a, b, c) => {
        const amounts = { a: a / 100, b: b / 100, c: c / 100 };
        expect(expression.evaluate(amounts)).toEqual([(a + b) / 100, (a - b) / 100, (a + b + c) / 100]);
      }),
    );
  });
});

describe('names of decisions', () => {
  const names = ['Monthly Salary', 'Pre-bureau risk', 'Person.Gender', 'number of items', 'tax'];
  const values = {
    'Monthly Salary': 1000,
    'Pre-bureau risk': 'low',
    'Person.Gender': 'f',
    'number of items': [1, 2],
    tax: 0.2,
  };

  test.each<[string, Json]>([
    ['Monthly Salary * 12', 12000],
    ['Monthly  Salary*(1 - tax)', 800],
    ['Pre-bureau risk = "low"', true],
    ['Pre - bureau risk', 'low'],
    ['Person.Gender', 'f'],
    ['count(number of items)', 2],
    ['for m in number of items return Monthly Salary * m', [1000, 2000]],
    ['(function(f, v) f(v))(abs, -1)', 1],
  ])('%s', (source, expected) => {
    expect(compileFeel(source, names).evaluate(values)).toEqual(expected);
  });
});

describe('evaluations without end', () => {
  test.each([
    ['for i in 1..1000000000 return i', 'steps'],
    ['some i in 1..100000, j in 1..100000 satisfies false', 'steps'],
    ['{f: function(n) f(n + 1)}.f(1)', 'deep'],
    ['{f: function(n) g(n), g: function(n) f(n)}.f(1)', 'deep'],
    ['for i in 1..100000 return partial', 'steps'],
    [`{a: [1], f: function(l) concatenate(l, l), r: ${'f('.repeat(40)}a${')'.repeat(40)}}`, 'steps'],
  ])('%s is an error', (source, reason) => {
    expect(() => compileExpression(source).evaluate({})).toThrow(FeelError);
    expect(() => compileExpression(source).evaluate({})).toThrow(reason);
  });

  test('a hundred thousand items are no mistake', () => {
    const items = Array.from({ length: 100_000 }, (_, index) => index);
    expect(compileExpression('count(items[item >= 50000])').evaluate({ items })).toBe(50_000);
    expect(compileExpression('sum(for i in items return i * 2)').evaluate({ items })).toBe(9_999_900_000);
    expect(compileExpression('count(distinct values(items))').evaluate({ items })).toBe(100_000);
  });
});

describe('errors', () => {
  test('functions and ranges are no results of a process', () => {
    for (const source of ['function(a) a', '[[1..3]]', '{r: range("[1..2]")}', '> 3'].slice(0, 3)) {
      expect(() => compileExpression(source).evaluate({})).toThrow(/which no variable can hold/);
    }
  });

  test('external functions are refused where they are called', () => {
    const source = '{f: function(a) external {java: {class: "java.lang.Math"}}}.f(1)';
    expect(() => compileExpression(source).evaluate({})).toThrow(/worker/);
  });

  test.each([
    '1 +',
    'for i in',
    'if a then b',
    '{a: }',
    'f(',
    '[1, 2',
    'some x in l',
    'a instance of',
    '"open',
    '@"x" @',
    'a..b',
    '1 = = 2',
  ])('%s does not parse, and says where', (source) => {
    expect(() => compileExpression(source)).toThrow(FeelSyntaxError);
    expect(() => compileExpression(source)).toThrow(/at position \d+/);
  });
});

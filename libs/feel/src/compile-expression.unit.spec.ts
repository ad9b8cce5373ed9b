import * as fc from 'fast-check';
import { compileExpression, compileValue, FeelError, FeelSyntaxError, type Json, type Scope } from './index';

const run = (source: string, scope: Scope = {}, at?: number): Json =>
  compileExpression(source).evaluate(scope, at);

describe('values of expressions', () => {
  const order = {
    orderId: 'o-1',
    amount: 10,
    express: true,
    nothing: null,
    items: [
      { sku: 'a', quantity: 2, price: 0.1 },
      { sku: 'b', quantity: 1, price: 0.2 },
    ],
    address: { country: 'DE' },
  };

  test.each<[string, Json]>([
    ['orderId', 'o-1'],
    ['address.country', 'DE'],
    ['address.town', null],
    ['missing', null],
    ['missing.deeper', null],
    ['items.sku', ['a', 'b']],
    ['items[1].sku', 'a'],
    ['items[-1].sku', 'b'],
    ['items[3]', null],
    ['amount > 5 and express', true],
    ['amount > 5 and missing', null],
    ['amount > 50 and missing', false],
    ['amount > 5 or missing', true],
    ['not(express)', false],
    ['not(missing)', null],
    ['missing > 5', null],
    ['missing = null', true],
    ['nothing = null', true],
    ['orderId = null', false],
    ['orderId = 1', null],
    ['orderId != "o-2"', true],
    ['"a" < "b"', true],
    ['amount >= 10', true],
    ['-amount + 3 * 2', -4],
    ['2 ** 3', 8],
    ['amount / 0', null],
    ['"order " + orderId', 'order o-1'],
    ['"order " + amount', null],
    ['"order " + string(amount)', 'order 10'],
    ['if amount > 5 then "large" else "small"', 'large'],
    ['if missing then 1 else 2', 2],
    ['{id: orderId, double: amount * 2, again: double}', { id: 'o-1', double: 20, again: 20 }],
    ['{"two words": 1}', { 'two words': 1 }],
    ['[amount, express, null]', [10, true, null]],
    ['"say \\"hi\\"\\n\\u00e4"', 'say "hi"\nä'],
    ['count(items)', 2],
    ['sum(items.quantity)', 3],
    ['upper case(orderId)', 'O-1'],
    ['items[quantity > 1].sku', ['a']],
    ['some i in items satisfies i.quantity > 1', true],
    ['for i in items return i.quantity * amount', [20, 10]],
    ['amount between 5 and 15', true],
    ['amount in [5, 10]', true],
    ['amount in (5..10)', false],
    ['sort(items.quantity, function(a, b) a < b)', [1, 2]],
    ['orderId instance of string', true],
    ['1.50', 1.5],
    ['2e3', 2000],
    ['1 // a remark', 1],
  ])('%s', (source, expected) => {
    expect(run(source, order)).toEqual(expected);
  });

  test.each<[string, Json]>([
    ['0.1 + 0.2 = 0.3', true],
    ['0.1 + 0.2', 0.3],
    ['0.1 * 3 <= 0.3', true],
    ['1.1 * 1.1', 1.21],
    ['0.3 / 0.1', 3],
    ['sum([0.1, 0.2]) = 0.3', true],
    ['4.35 * 100 = 435', true],
    ['1 / 3 = 0.3333', false],
    ['1 / 3', 1 / 3],
    ['0.1 + 0.2 > 0.3', false],
    ['0.1 + 0.2 > 0.29999', true],
  ])('counts money in decimals: %s', (source, expected) => {
    expect(run(source)).toEqual(expected);
  });

  test('sums of money agree with sums of cents', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 20 }), (cents) => {
        const total = cents.reduce((sum, cent) => sum + cent, 0);
        const source = cents.length === 0 ? '0' : cents.map((cent) => String(cent / 100)).join(' + ');
        expect(run(`${source} = ${total / 100}`)).toBe(true);
      }),
    );
  });
});

describe('what variables can hold', () => {
  test('dates and durations become ISO 8601 text', () => {
    expect(run('date("2026-01-31") + duration("P1M")')).toBe('2026-02-28');
    expect(run('{until: duration("PT90M"), day: [@"2026-01-01"]}')).toEqual({
      until: 'PT1H30M',
      day: ['2026-01-01'],
    });
  });

  test('functions and ranges are refused', () => {
    expect(() => run('function(a) a')).toThrow(FeelError);
    expect(() => run('{f: function(a) a}')).toThrow(/which no variable can hold/);
    expect(() => run('[1..3]')).toThrow(FeelError);
  });

  test('now() and today() are the moment of the command, in UTC', () => {
    const at = 1_767_225_600_000 + 3_600_000;
    expect(run('now()', {}, at)).toBe('2026-01-01T01:00:00Z');
    expect(run('now() + duration("PT1H")', {}, at)).toBe('2026-01-01T02:00:00Z');
    expect(run('today()', {}, at)).toBe('2026-01-01');
    expect(() => run('now()')).toThrow(/has no moment/);
  });

  test('a variable may have the name of a function', () => {
    expect(run('count + 1', { count: 2 })).toBe(3);
    expect(run('count(list)', { count: 2, list: [1] })).toBe(1);
    expect(run('date', { date: '2026-01-01' })).toBe('2026-01-01');
  });

  test('names that objects inherit are not variables', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(run(name)).toBeNull();
      expect(run(`x.${name}`, { x: {} })).toBeNull();
    }
  });

  test('names in backticks may hold anything', () => {
    expect(run('`order id` + "!"', { 'order id': 'o-1' })).toBe('o-1!');
    expect(run('`order-id` in ["a", "b"]', { 'order-id': 'b' })).toBe(true);
  });
});

describe('what does not parse', () => {
  test.each([
    ['amount >', 8, 'it ends too early'],
    ['', 0, 'it ends too early'],
    ['amount > > 3', 9, 'not expected'],
    ["status = 'paid'", 9, 'double quotes'],
    ['${amount > 3}', 0, 'not expected'],
    ['a && b', 2, 'not expected'],
    ['a == b', 3, "'= b' was not expected"],
    ['this is no expression', 0, 'blanks'],
    ['frobnicate(amount)', 0, "no function 'frobnicate'"],
    ['(1 + 2', 6, 'it ends too early'],
  ])('%s', (source, position, reason) => {
    expect(() => compileExpression(source)).toThrow(FeelSyntaxError);
    try {
      compileExpression(source);
    } catch (error) {
      expect(error).toMatchObject({ source, position });
      expect(String(error)).toContain(reason);
    }
  });

  test('nesting without end is refused, not a crash', () => {
    const deep = `${'('.repeat(5000)}1${')'.repeat(5000)}`;
    expect(() => compileExpression(deep)).toThrow(FeelSyntaxError);
    expect(() => compileExpression('1+'.repeat(40_000) + '1')).toThrow(FeelSyntaxError);
  });

  test('any text is an expression or a FeelSyntaxError, and evaluates or throws a FeelError', () => {
    const word = fc.constantFrom(
      ...['a', 'b.c', '1', '-', '+', '(', ')', '[', ']', '{', '}', ':', ',', '"x"', ' and ', ' or ', 'not('],
      ...[
        '=',
        '<',
        '>=',
        ' in ',
        'if ',
        ' then ',
        ' else ',
        '..',
        'for x in ',
        ' return ',
        'count(',
        '@"P1D"',
        '`',
      ],
      ...['function(a) ', ' between ', ' instance of ', 'date(', '"', '\\', 'now()', '?', '.', '2.5', 'null'],
    );
    const text = fc.oneof(
      fc.array(word, { maxLength: 12 }).map((words) => words.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(text, fc.dictionary(fc.constantFrom('a', 'b', 'x'), fc.jsonValue()), (source, scope) => {
        const plain = JSON.parse(JSON.stringify(scope)) as Record<string, Json>;
        try {
          const value = compileExpression(source).evaluate(plain, 0);
          expect(JSON.parse(JSON.stringify(value))).toEqual(value);
        } catch (error) {
          if (!(error instanceof FeelSyntaxError) && !(error instanceof FeelError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the names that an expression reads', () => {
  test.each([
    ['x > 1 and y < 5', ['x', 'y']],
    ['x.y.z = true', ['x']],
    ['count(orders[total > 3]) > 0', ['orders', 'total']],
    ['`order id` = "x"', ['order id']],
    ['1 + 1', []],
  ])('%s', (feel, names) => {
    expect(compileExpression(feel).names).toEqual(names);
  });
});

describe('values of models', () => {
  test('text with a leading = is FEEL, other text is constant', () => {
    expect(compileValue('= 1 + 1').evaluate({})).toBe(2);
    expect(compileValue(' =x').evaluate({ x: 1 })).toBe(1);
    expect(compileValue('=x').source).toBe('=x');
    expect(compileValue('x = 1').evaluate({})).toBe('x = 1');
    expect(compileValue('PT15S')).toMatchObject({ source: 'PT15S', constant: 'PT15S' });
    expect(compileValue('').evaluate({})).toBe('');
  });
});

import * as fc from 'fast-check';
import { DecisionError, type Json } from '../index';
import {
  compiled,
  decide,
  decision,
  problemsOf,
  definitions,
  table,
  type TableSketch,
} from './testing/models';

const overlapping = [
  ['< 10', '1', '"low"'],
  ['< 20', '2', '"middle"'],
  ['< 30', '3', '"high"'],
];

const at = (policy: string, amount: Json, more: Partial<TableSketch> = {}): Promise<Json> =>
  decide(
    decision(
      'x',
      table({
        policy,
        inputs: ['amount'],
        rules: overlapping.map(([test = '', value = '']) => [test, value]),
        ...more,
      }),
    ),
    { amount },
  );

describe('hit policies', () => {
  test.each<[string, number, Json]>([
    ['UNIQUE', 25, 3],
    ['UNIQUE', 35, null],
    ['FIRST', 5, 1],
    ['FIRST', 50, null],
    ['RULE ORDER', 15, [2, 3]],
    ['RULE ORDER', 50, null],
    ['COLLECT', 5, [1, 2, 3]],
    ['COLLECT', 25, [3]],
    ['COLLECT', 50, null],
    ['COLLECT + SUM', 5, 6],
    ['COLLECT + MIN', 5, 1],
    ['COLLECT + MAX', 5, 3],
    ['COLLECT + COUNT', 15, 2],
    ['COLLECT + COUNT', 50, null],
    ['COLLECT + SUM', 50, null],
  ])('%s of %d', async (policy, amount, expected) => {
    expect(await at(policy, amount)).toEqual(expected);
  });

  test.each<[string, Json]>([
    ['PRIORITY', 3],
    ['OUTPUT ORDER', [3, 2, 1]],
  ])('%s takes the order of the output values', async (policy, expected) => {
    expect(await at(policy, 5, { orders: ['3, 2, 1'] })).toEqual(expected);
  });

  test('values that are not in the list come last, in the order of the rules', async () => {
    expect(await at('OUTPUT ORDER', 5, { orders: ['3'] })).toEqual([3, 1, 2]);
    expect(await at('PRIORITY', 5)).toBe(1);
  });

  test('the first output decides about priority before the second', async () => {
    const rules = [
      ['-', '"b"', '1'],
      ['-', '"a"', '2'],
      ['-', '"a"', '1'],
    ];
    const more = { outputs: ['risk', 'level'], orders: ['"a", "b"', '1, 2'], rules };
    expect(await at('OUTPUT ORDER', 5, more)).toEqual([
      { risk: 'a', level: 1 },
      { risk: 'a', level: 2 },
      { risk: 'b', level: 1 },
    ]);
  });

  test('several outputs are a context', async () => {
    const more = { outputs: ['rank', 'name'], rules: overlapping };
    expect(await at('FIRST', 5, more)).toEqual({ rank: 1, name: 'low' });
    expect(await at('COLLECT', 15, more)).toEqual([
      { rank: 2, name: 'middle' },
      { rank: 3, name: 'high' },
    ]);
  });

  test('the hit policy is UNIQUE where none is written', async () => {
    const content = decision('x', table({ inputs: ['amount'], rules: [['-', '1']] }));
    expect(await decide(content.replace(' hitPolicy="UNIQUE"', ''), { amount: 1 })).toBe(1);
  });

  test('counts every match, equal results as well', async () => {
    const rules = [
      ['-', '7'],
      ['-', '7'],
    ];
    expect(await at('COLLECT + COUNT', 5, { rules })).toBe(2);
  });

  test('sums money exactly', async () => {
    const rules = [
      ['-', '0.1'],
      ['-', '0.2'],
    ];
    expect(await at('COLLECT + SUM', 5, { rules })).toBe(0.3);
  });
});

describe('default outputs', () => {
  test('stand for a table without a match, also for one that collects', async () => {
    expect(await at('UNIQUE', 50, { defaults: ['0'] })).toBe(0);
    expect(await at('COLLECT', 50, { defaults: ['0'] })).toBe(0);
    expect(await at('UNIQUE', 25, { defaults: ['0'] })).toBe(3);
  });

  test('leave out the outputs that have none', async () => {
    const more = { outputs: ['rank', 'name'], rules: overlapping };
    expect(await at('UNIQUE', 50, { ...more, defaults: ['0', '"none"'] })).toEqual({ rank: 0, name: 'none' });
    expect(await at('UNIQUE', 50, { ...more, defaults: ['', '"none"'] })).toBe('none');
  });

  test('may look at variables', async () => {
    expect(await at('UNIQUE', 50, { defaults: ['amount * 2'] })).toBe(100);
  });
});

describe('contradictions', () => {
  test('two matching rules of a UNIQUE table are an error that names them', async () => {
    await expect(at('UNIQUE', 5)).rejects.toThrow(DecisionError);
    await expect(at('UNIQUE', 15)).rejects.toThrow(
      'x: the rules 2, 3 match together, but the hit policy UNIQUE allows one. Change the rules, or the hit policy.',
    );
  });

  test('rules of an ANY table may match together when they give the same', async () => {
    await expect(at('ANY', 15)).rejects.toThrow(/rules 2, 3/);
    const rules = [
      ['< 10', '{a: 1, b: [2]}'],
      ['-', '{b: [2], a: 1}'],
    ];
    expect(await at('ANY', 5, { rules })).toEqual({ a: 1, b: [2] });
  });

  test('what is no number cannot be summed', async () => {
    const rules = [
      ['-', '1'],
      ['-', 'null'],
    ];
    await expect(at('COLLECT + SUM', 5, { rules })).rejects.toThrow(/gives no number, which SUM needs/);
    expect(await at('COLLECT', 5, { rules })).toEqual([1, null]);
  });

  test.each([
    ['BEST', {}],
    ['FIRST + SUM', {}],
    ['COLLECT + MEAN', {}],
    ['COLLECT + SUM', { outputs: ['one', 'two'], rules: [['-', '1', '2']] }],
  ])('%s is refused', async (policy, more) => {
    const content = table({ policy, inputs: ['a'], rules: [['-', '1']], ...more });
    expect(await problemsOf(definitions(decision('x', content)))).toContain('hit-policy x');
  });
});

describe('agreement with a naive reading', () => {
  const test_ = fc.oneof(
    fc.integer({ min: 0, max: 5 }).map((n) => ({ text: `<= ${n}`, holds: (v: number) => v <= n })),
    fc.integer({ min: 0, max: 5 }).map((n) => ({ text: `> ${n}`, holds: (v: number) => v > n })),
    fc
      .integer({ min: 0, max: 5 })
      .map((n) => ({ text: `${n}, 4`, holds: (v: number) => v === n || v === 4 })),
    fc.integer({ min: 0, max: 5 }).map((n) => ({ text: `not(${n})`, holds: (v: number) => v !== n })),
    fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
      .map(([a, b]) => ({ text: `[${a}..${b})`, holds: (v: number) => v >= a && v < b })),
    fc.constant({ text: '-', holds: () => true }),
  );
  const rule = fc.record({ tests: fc.tuple(test_, test_), value: fc.integer({ min: 1, max: 4 }) });
  const value = fc.integer({ min: -1, max: 6 });

  test('of random tables, whatever the policy', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { minLength: 1, maxLength: 6 }), value, value, async (rules, a, b) => {
        const sketch = {
          inputs: ['a', 'b'],
          orders: ['3, 1, 4, 2'],
          rules: rules.map(({ tests: [one, two], value: result }) => [one.text, two.text, String(result)]),
        };
        const matching = rules
          .filter(({ tests: [one, two] }) => one.holds(a) && two.holds(b))
          .map((found) => found.value);
        const ranked = [3, 1, 4, 2].flatMap((rank) => matching.filter((one) => one === rank));
        const none = matching.length === 0;
        const by = async (policy: string): Promise<Json> => {
          const made = await compiled(decision('x', table({ ...sketch, policy })));
          return made.evaluate({ a, b });
        };
        const contradicts = expect.objectContaining({ name: 'DecisionError' }) as unknown;
        const outcome = (policy: string): Promise<unknown> => by(policy).catch((error: unknown) => error);
        expect(await outcome('UNIQUE')).toEqual(matching.length > 1 ? contradicts : (matching[0] ?? null));
        expect(await outcome('ANY')).toEqual(
          new Set(matching).size > 1 ? contradicts : (matching[0] ?? null),
        );
        expect(await by('FIRST')).toEqual(matching[0] ?? null);
        expect(await by('PRIORITY')).toEqual(ranked[0] ?? null);
        expect(await by('RULE ORDER')).toEqual(none ? null : matching);
        expect(await by('OUTPUT ORDER')).toEqual(none ? null : ranked);
        expect(await by('COLLECT')).toEqual(none ? null : matching);
        expect(await by('COLLECT + SUM')).toEqual(none ? null : matching.reduce((x, y) => x + y));
        expect(await by('COLLECT + MIN')).toEqual(none ? null : Math.min(...matching));
        expect(await by('COLLECT + MAX')).toEqual(none ? null : Math.max(...matching));
        expect(await by('COLLECT + COUNT')).toEqual(none ? null : matching.length);
      }),
      { numRuns: 60 },
    );
  });
});

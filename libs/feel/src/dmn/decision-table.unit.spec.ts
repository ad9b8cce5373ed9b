import type { Json } from '../index';
import { compiled, decide, decision, definitions, literal, problemsOf, table } from './testing/models';

/** What a table of one rule gives: 1 when the test holds, else null. */
const holds = async (test: string, x: Json, more: Record<string, Json> = {}): Promise<boolean> =>
  (await decide(decision('x', table({ inputs: ['v'], rules: [[test, '1']] })), { v: x, ...more })) === 1;

describe('conditions of a rule', () => {
  test.each<[string, Json, boolean]>([
    ['-', 1, true],
    ['-', null, true],
    ['', 'anything', true],
    ['"a", "b"', 'b', true],
    ['"a", "b"', 'c', false],
    ['not("a", "b")', 'c', true],
    ['not("a", "b")', 'a', false],
    ['< 18', 17, true],
    ['< 18', null, false],
    ['< 18', '17', false],
    ['[18..65)', 18, true],
    ['[18..65)', 65, false],
    [']18..65]', 18, false],
    ['(18..65]', 65, true],
    ['< 10, > 20', 25, true],
    ['true', true, true],
    ['true', false, false],
    ['false', false, true],
    ['false', null, false],
    ['null', null, true],
    ['null', 1, false],
    ['contains(?, "ell")', 'hello', true],
    ['? > 1 and ? < 3', 2, true],
    ['limit', 7, true],
    ['< limit', 6, true],
    ['limits', 2, true],
    ['limits', 4, false],
  ])('%s of %p: %p', async (test, x, expected) => {
    expect(await holds(test, x, { limit: 7, limits: [1, 2, 3] })).toBe(expected);
  });

  test('a table without inputs always matches', async () => {
    expect(await decide(decision('x', table({ inputs: [], rules: [['5']] })))).toBe(5);
  });

  test('a table without rules gives null', async () => {
    expect(await decide(decision('x', table({ inputs: ['a'], rules: [] })), { a: 1 })).toBeNull();
  });

  test('a missing variable is null', async () => {
    expect(await decide(decision('x', table({ inputs: ['gone'], rules: [['null', '"none"']] })))).toBe(
      'none',
    );
  });

  test('results may be expressions over variables', async () => {
    const content = table({ inputs: ['a'], rules: [['> 1', '{sum: a + b, list: [a]}']] });
    expect(await decide(decision('x', content), { a: 2, b: 3 })).toEqual({ sum: 5, list: [2] });
  });

  test('names with blanks are known to every cell', async () => {
    const base = decision('base', literal('10'), { variable: 'name="net price"' });
    const content = table({ inputs: ['net price * 2'], rules: [['> net price', 'net price + 1']] });
    expect(await decide(base + decision('x', content, { requires: ['base'] }))).toBe(11);
  });
});

describe('how a decision came about', () => {
  test('names the inputs, the matching rules and the decisions before', async () => {
    const base = decision('base', literal('amount * 2'), { name: 'Base' });
    const content = table({
      policy: 'COLLECT',
      inputs: ['base'],
      outputs: ['fee'],
      rules: [
        ['> 1', '1'],
        ['> 100', '2'],
        ['> 2', '3'],
      ],
    });
    const made = await compiled(base + decision('x', content, { requires: ['base'] }));
    expect(made.evaluateDetailed({ amount: 5 })).toEqual({
      output: [1, 3],
      evaluated: [
        {
          decisionId: 'base',
          decisionName: 'Base',
          logic: 'literalExpression',
          inputs: [],
          matchedRules: [],
          output: 10,
        },
        {
          decisionId: 'x',
          decisionName: 'x',
          logic: 'decisionTable',
          inputs: [{ id: 'x', name: 'base', value: 10 }],
          matchedRules: [
            { ruleId: 'rule1', ruleIndex: 1, outputs: [{ id: 'x', name: 'fee', value: 1 }] },
            { ruleId: 'rule3', ruleIndex: 3, outputs: [{ id: 'x', name: 'fee', value: 3 }] },
          ],
          output: [1, 3],
        },
      ],
    });
  });
});

describe('tables that are refused', () => {
  const problems = (content: string): Promise<string[]> => problemsOf(definitions(decision('x', content)));

  test.each([
    ['a rule with a cell too few', table({ inputs: ['a'], rules: [['1']] }), 'decision-table rule1'],
    [
      'a rule with a cell too many',
      table({ inputs: ['a'], rules: [['1', '2', '3']] }),
      'decision-table rule1',
    ],
    ['no output', table({ inputs: ['a'], outputs: [], rules: [] }), 'decision-table x'],
    ['two outputs of one name', table({ inputs: ['a'], outputs: ['b', 'b'], rules: [] }), 'decision-table x'],
    [
      'one of two outputs unnamed',
      table({ inputs: ['a'], outputs: ['b', ''], rules: [] }),
      'decision-table x',
    ],
    ['an input without expression', table({ inputs: [''], rules: [] }), 'decision-table x'],
    ['an empty result', table({ inputs: ['a'], rules: [['-', '']] }), 'expression rule1'],
    ['a condition that does not parse', table({ inputs: ['a'], rules: [['< <', '1']] }), 'expression rule1'],
    ['a result that does not parse', table({ inputs: ['a'], rules: [['-', '1 +']] }), 'expression rule1'],
    ['an input that does not parse', table({ inputs: ['a +'], rules: [] }), 'expression x'],
  ])('%s', async (_, content, problem) => {
    expect(await problems(content)).toEqual([problem]);
  });

  test('a single output needs no name', async () => {
    expect(await decide(decision('x', table({ inputs: ['a'], outputs: [''], rules: [['-', '1']] })))).toBe(1);
  });
});

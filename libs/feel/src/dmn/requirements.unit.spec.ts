import { compileDecisions, DecisionsRefusedError, type Json } from '../index';
import {
  compiled,
  decide,
  decision,
  definitions,
  knowledge,
  literal,
  problemsOf,
  table,
} from './testing/models';

describe('what a decision sees', () => {
  test('the results of what it requires, and the variables', async () => {
    const graph =
      decision('base', literal('amount * 2')) +
      decision('x', literal('base + amount'), { requires: ['base'] });
    expect(await decide(graph, { amount: 5 })).toBe(15);
  });

  test.each([
    ['its variable', { variable: 'name="total sum"' }, 'total sum + 1'],
    ['its id where it has no variable', { name: 'Total of all' }, 'base + 1'],
    ['its name where it has no variable', { name: 'Total of all' }, 'Total of all + 1'],
  ])('a required decision by %s', async (_, sketch, text) => {
    const graph =
      decision('base', literal('1'), sketch) + decision('x', literal(text), { requires: ['base'] });
    expect(await decide(graph)).toBe(2);
  });

  test('a required result instead of a variable of the same name', async () => {
    const graph = decision('base', literal('1')) + decision('x', literal('base'), { requires: ['base'] });
    expect(await decide(graph, { base: 7 })).toBe(1);
  });

  test('not the results of decisions that it does not require', async () => {
    expect(await decide(decision('base', literal('1')) + decision('x', literal('base')))).toBeNull();
  });

  test('input data by the name of its variable, of itself, or its id', async () => {
    const input = '<inputData id="in1" name="The age"><variable name="age" /></inputData>';
    const needs = '<informationRequirement><requiredInput href="#in1" /></informationRequirement>';
    const graph = `${input}<decision id="x" name="x">${needs}${literal('age + 1')}</decision>`;
    expect(await decide(graph, { age: 1 })).toBe(2);
    expect(await decide(graph, { 'The age': 1 })).toBe(2);
    expect(await decide(graph, { in1: 1 })).toBe(2);
    expect(await decide(graph, {})).toBeNull();
  });

  test('a decision that many others need is made once', async () => {
    const levels = Array.from({ length: 40 }, (_, i) =>
      decision(`d${i + 1}`, literal(`d${i} + 0`), { requires: [`d${i}`] }).replace(
        '<literalExpression',
        `<informationRequirement><requiredDecision href="#d${Math.max(0, i - 1)}" /></informationRequirement><literalExpression`,
      ),
    );
    const made = await compiled(decision('d0', literal('1')) + levels.join(''), 'd40');
    expect(made.evaluateDetailed({}).evaluated).toHaveLength(41);
  });
});

describe('knowledge models', () => {
  test('are functions, called by position or by name', async () => {
    const twice = knowledge('twice', ['n: number'], literal('n * 2'));
    expect(await decide(twice + decision('x', literal('twice(21)'), { knows: ['twice'] }))).toBe(42);
    expect(await decide(twice + decision('x', literal('twice(n: 21)'), { knows: ['twice'] }))).toBe(42);
  });

  test('may hold a table, and know each other', async () => {
    const rate = knowledge(
      'rate',
      ['age'],
      table({
        inputs: ['age'],
        rules: [
          ['< 18', '1'],
          ['>= 18', '2'],
        ],
      }),
    );
    const price = knowledge('price', ['age'], literal('rate(age) * 10')).replace(
      '<encapsulatedLogic>',
      '<knowledgeRequirement><requiredKnowledge href="#rate" /></knowledgeRequirement><encapsulatedLogic>',
    );
    expect(await decide(rate + price + decision('x', literal('price(20)'), { knows: ['price'] }))).toBe(20);
  });

  test('without logic give null', async () => {
    const empty = '<businessKnowledgeModel id="b" name="b" />';
    expect(await decide(empty + decision('x', literal('b'), { knows: ['b'] }))).toBeNull();
  });
});

describe('graphs that are refused', () => {
  test.each([
    [
      'a cycle',
      decision('a', literal('1'), { requires: ['b'] }) + decision('b', literal('1'), { requires: ['a'] }),
      ['cyclic-requirement a'],
    ],
    [
      'a decision that requires itself',
      decision('a', literal('1'), { requires: ['a'] }),
      ['cyclic-requirement a'],
    ],
    [
      'a cycle of knowledge models',
      knowledge('k', [], literal('k()')).replace(
        '<encapsulatedLogic>',
        '<knowledgeRequirement><requiredKnowledge href="#k" /></knowledgeRequirement><encapsulatedLogic>',
      ),
      ['cyclic-requirement k'],
    ],
    [
      'a requirement of nothing',
      decision('a', literal('1'), { requires: ['gone'] }),
      ['dangling-reference a'],
    ],
    [
      'a requirement in a file that is not imported',
      decision('a', literal('1'), { requires: ['https://other#b'] }),
      ['dangling-reference a'],
    ],
    ['an id that is there twice', decision('a', literal('1')).repeat(2), ['duplicate-id a']],
    ['an element without id', '<decision />', ['missing-id decision']],
    [
      'two requirements of one name',
      decision('a', literal('1'), { variable: 'name="n"' }) +
        decision('b', literal('2'), { variable: 'name="n"' }) +
        decision('x', literal('n'), { requires: ['a', 'b'] }),
      ['duplicate-name x'],
    ],
    [
      'an import of a file that is not there',
      '<import name="m" namespace="https://other" importType="https://www.omg.org/spec/DMN/20191111/MODEL/" />',
      ['missing-import definitions'],
    ],
  ])('%s', async (_, content, problems) => {
    expect(await problemsOf(definitions(content))).toEqual(problems);
  });

  test('a cycle names its way', async () => {
    const content =
      decision('a', literal('1'), { requires: ['b'] }) + decision('b', literal('1'), { requires: ['a'] });
    await expect(compileDecisions(definitions(content))).rejects.toThrow(
      'a: it requires itself: a → b → a. Remove one of the requirements.',
    );
  });

  test('all problems are named at once', async () => {
    const content = decision('a', literal('1 +'), { requires: ['gone'] }) + decision('b', literal(')'));
    expect(await problemsOf(definitions(content))).toEqual([
      'dangling-reference a',
      'expression a',
      'expression b',
    ]);
  });

  test('an expression that does not parse names its element and position', async () => {
    const refused: unknown = await compileDecisions(
      definitions(decision('a', literal('1 + * 2', 'id="text1"'))),
    ).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DecisionsRefusedError);
    const [problem] = (refused as DecisionsRefusedError).problems;
    expect(problem).toMatchObject({ rule: 'expression', element: 'text1' });
    expect(problem?.position).toBeGreaterThan(0);
  });

  const chain = (length: number): string[] =>
    Array.from({ length }, (_, i) =>
      decision(`d${i}`, literal(i === 0 ? '0' : `d${i - 1} + 1`), { requires: i === 0 ? [] : [`d${i - 1}`] }),
    );

  test('a chain of requirements may be long, but not endless', async () => {
    const made = await compiled(chain(400).join(''), 'd399');
    expect(made.evaluate({})).toBe(399);
    const endless = chain(5_000);
    expect(await problemsOf(definitions(endless.join('')))).toEqual(['long-requirement d500']);
    expect(await problemsOf(definitions(endless.reverse().join('')))).toEqual([
      expect.stringMatching(/^long-requirement/),
    ]);
  });
});

describe('imports', () => {
  const other = definitions(
    '<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues></itemDefinition>' +
      decision('base', literal('price * 2')) +
      knowledge('twice', ['n'], literal('n * 2')),
  ).replaceAll('https://example.org', 'https://other');
  const imports =
    '<import name="shop" namespace="https://other" importType="https://www.omg.org/spec/DMN/20191111/MODEL/" />';

  const evaluate = async (content: string, variables: Record<string, Json>): Promise<Json> =>
    (await compiled(imports + content, 'x', [other])).evaluate(variables);

  test('give their decisions and functions by the name of the import', async () => {
    const knows = ['https://other#twice'];
    const requires = ['https://other#base'];
    const x = decision('x', literal('shop.twice(shop.base)'), { knows, requires });
    expect(await evaluate(x, { price: 5 })).toBe(20);
  });

  test('give their types', async () => {
    const x = decision('x', literal('age'), { variable: 'name="x" typeRef="shop.tAge"' });
    expect(await evaluate(x, { age: 5 })).toBe(5);
    await expect(evaluate(x, { age: 200 })).rejects.toThrow('x: its result is no shop.tAge');
  });

  test('may name each other', async () => {
    const circular = other.replace(
      '<itemDefinition',
      '<import name="back" namespace="https://example.org" importType="https://www.omg.org/spec/DMN/20191111/MODEL/" /><itemDefinition',
    );
    const model = await compileDecisions(definitions(imports), [circular, definitions('')]);
    expect(model.decisions).toEqual([]);
  });
});

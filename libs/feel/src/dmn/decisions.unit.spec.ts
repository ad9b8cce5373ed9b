import * as fc from 'fast-check';
import { compileDecisions, DecisionError, DecisionsRefusedError, type Json } from '../index';

const definitions = (content: string): string =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="https://example.org">${content}</definitions>`;

const decision = (id: string, logic: string, requires: readonly string[] = []): string =>
  `<decision id="${id}" name="${id}"><variable name="${id}" />${requires
    .map((other) => `<informationRequirement><requiredDecision href="#${other}" /></informationRequirement>`)
    .join('')}${logic}</decision>`;

const literal = (text: string): string =>
  `<literalExpression><text>${escape(text)}</text></literalExpression>`;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

interface TableSketch {
  readonly policy?: string;
  readonly inputs: readonly string[];
  readonly outputs?: readonly string[];
  /** Values of the first output in the order of their priority. */
  readonly order?: string;
  readonly rules: readonly (readonly string[])[];
}

function table({ policy = 'UNIQUE', inputs, outputs = ['result'], order, rules }: TableSketch): string {
  const [name, aggregation] = policy.split(' + ');
  const cell = (tag: string, text: string): string => `<${tag}><text>${escape(text)}</text></${tag}>`;
  return `<decisionTable hitPolicy="${name ?? ''}"${aggregation === undefined ? '' : ` aggregation="${aggregation}"`}>${inputs
    .map((input) => `<input>${cell('inputExpression', input)}</input>`)
    .join('')}${outputs
    .map(
      (output) =>
        `<output name="${output}">${order === undefined ? '' : cell('outputValues', order)}</output>`,
    )
    .join('')}${rules
    .map(
      (rule, index) =>
        `<rule id="rule${index + 1}">${rule
          .map((text, i) => cell(i < inputs.length ? 'inputEntry' : 'outputEntry', text))
          .join('')}</rule>`,
    )
    .join('')}</decisionTable>`;
}

async function decide(content: string, variables: Record<string, Json>, id = 'x'): Promise<Json> {
  const model = await compileDecisions(definitions(content));
  const found = model.decisions.find((one) => one.id === id);
  if (!found) throw new Error(`There is no decision ${id}.`);
  return found.evaluate(variables, 0);
}

const problemsOf = async (xml: string): Promise<string[]> => {
  try {
    await compileDecisions(xml);
    return [];
  } catch (error) {
    if (error instanceof DecisionsRefusedError)
      return error.problems.map(({ rule, element }) => `${rule} ${element}`);
    throw error;
  }
};

describe('hit policies', () => {
  const overlapping = [
    ['< 10', '1', '"low"'],
    ['< 20', '2', '"middle"'],
    ['< 30', '3', '"high"'],
  ];
  const at = (policy: string, amount: number, more: Partial<TableSketch> = {}): Promise<Json> =>
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

  test.each<[string, number, Json]>([
    ['UNIQUE', 25, 3],
    ['UNIQUE', 35, null],
    ['FIRST', 5, 1],
    ['RULE ORDER', 15, [2, 3]],
    ['COLLECT', 5, [1, 2, 3]],
    ['COLLECT + SUM', 5, 6],
    ['COLLECT + MIN', 5, 1],
    ['COLLECT + MAX', 5, 3],
    ['COLLECT + COUNT', 15, 2],
    ['COLLECT + COUNT', 50, null],
    ['COLLECT', 50, null],
  ])('%s of %d', async (policy, amount, expected) => {
    expect(await at(policy, amount)).toEqual(expected);
  });

  test.each<[string, Json]>([
    ['PRIORITY', 3],
    ['OUTPUT ORDER', [3, 2, 1]],
  ])('%s takes the order of the output values', async (policy, expected) => {
    expect(await at(policy, 5, { order: '3, 2, 1' })).toEqual(expected);
  });

  test('several outputs are a context', async () => {
    expect(await at('FIRST', 5, { outputs: ['rank', 'name'], rules: overlapping })).toEqual({
      rank: 1,
      name: 'low',
    });
  });

  test('two matching rules of a UNIQUE or ANY table are an error that names them', async () => {
    await expect(at('UNIQUE', 5)).rejects.toThrow(DecisionError);
    await expect(at('ANY', 15)).rejects.toThrow(/rules 2, 3/);
    expect(
      await at('ANY', 5, {
        rules: [
          ['< 10', '7'],
          ['-', '7'],
        ],
      }),
    ).toBe(7);
  });

  test('agree with a naive reading of the table', async () => {
    const cells = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 99 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(cells, fc.integer({ min: -1, max: 10 }), async (rules, amount) => {
        const sketch = {
          inputs: ['amount'],
          rules: rules.map(([bound, value]) => [`<= ${bound}`, String(value)]),
        };
        const matching = rules.filter(([bound]) => amount <= bound).map(([, value]) => value);
        const by = (policy: string): Promise<Json> =>
          decide(decision('x', table({ ...sketch, policy })), { amount });
        expect(await by('FIRST')).toEqual(matching[0] ?? null);
        expect(await by('RULE ORDER')).toEqual(matching.length === 0 ? null : matching);
        expect(await by('COLLECT + SUM')).toEqual(
          matching.length === 0 ? null : matching.reduce((a, b) => a + b),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('requirements', () => {
  test('a decision sees what it requires', async () => {
    const graph = decision('base', literal('amount * 2')) + decision('x', literal('base + 1'), ['base']);
    expect(await decide(graph, { amount: 5 })).toBe(11);
  });

  test('a knowledge model is a function', async () => {
    const twice =
      '<businessKnowledgeModel id="b" name="twice"><variable name="twice" /><encapsulatedLogic><formalParameter name="n" typeRef="number" /><literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>';
    const x = `<decision id="x" name="x"><knowledgeRequirement><requiredKnowledge href="#b" /></knowledgeRequirement>${literal('twice(21)')}</decision>`;
    expect(await decide(twice + x, {})).toBe(42);
  });

  test('a cycle, a dangling requirement and an id that is there twice are refused', async () => {
    expect(
      await problemsOf(definitions(decision('a', literal('1'), ['b']) + decision('b', literal('1'), ['a']))),
    ).toEqual(['cyclic-requirement a']);
    expect(await problemsOf(definitions(decision('a', literal('1'), ['gone'])))).toEqual([
      'dangling-reference a',
    ]);
    expect(await problemsOf(definitions(decision('a', literal('1')) + decision('a', literal('2'))))).toEqual([
      'duplicate-id a',
    ]);
  });
});

describe('boxed expressions', () => {
  test('entries of a context see those before; the one without a name is the result', async () => {
    const entry = (name: string | undefined, text: string): string =>
      `<contextEntry>${name === undefined ? '' : `<variable name="${name}" />`}${literal(text)}</contextEntry>`;
    const context = `<context>${entry('net price', 'amount * 0.1')}${entry(undefined, 'net price + 0.2')}</context>`;
    expect(await decide(decision('x', context), { amount: 1 })).toBe(0.3);
  });

  test('dates and durations are values, and text outside', async () => {
    expect(await decide(decision('x', literal('date("2026-01-31") + duration("P1M")')), {})).toBe(
      '2026-02-28',
    );
  });
});

describe('what is refused', () => {
  test.each([
    ['not-xml definitions', 'no xml'],
    ['not-dmn definitions', '<a xmlns="http://example.org"/>'],
    ['entity-declaration definitions', '<!DOCTYPE a [<!ENTITY b "c">]><definitions/>'],
    ['expression x', definitions(decision('x', literal('1 +')))],
    ['hit-policy x', definitions(decision('x', table({ policy: 'BEST', inputs: ['a'], rules: [] })))],
    ['decision-table rule1', definitions(decision('x', table({ inputs: ['a'], rules: [['1']] })))],
  ])('%s', async (problem, xml) => {
    expect(await problemsOf(xml)).toContain(problem);
  });

  test('any text is read or refused', async () => {
    const part = fc.constantFrom(
      '<',
      '>',
      '/',
      'definitions',
      'decision',
      ' id="a"',
      'text',
      '"',
      '&',
      'DMN',
      ' xmlns="DMN"',
      '1 +',
      '<!--',
      '<![CDATA[',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join('')),
        ),
        async (text) => {
          await problemsOf(text);
          await problemsOf(definitions(text));
        },
      ),
      { numRuns: 500 },
    );
  });
});

import type { FeelValue, Json } from '../index';
import {
  compiled,
  decide,
  decision,
  knowledge,
  literal,
  problemsOf,
  definitions,
  table,
} from './testing/models';

const types = `
  <itemDefinition name="tColour"><typeRef>string</typeRef><allowedValues><text>"red", "green"</text></allowedValues></itemDefinition>
  <itemDefinition name="tColours" isCollection="true"><typeRef>tColour</typeRef></itemDefinition>
  <itemDefinition name="tPair" isCollection="true"><typeRef>number</typeRef><typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>
  <itemDefinition name="tCar"><itemComponent name="colour"><typeRef>tColour</typeRef></itemComponent><itemComponent name="doors"><typeRef>number</typeRef></itemComponent></itemDefinition>
  <itemDefinition name="tLoop"><typeRef>tLoop</typeRef></itemDefinition>`;

const typed = (text: string, typeRef: string): string =>
  types + decision('x', literal(text), { variable: `name="x" typeRef="${typeRef}"` });

const MISFIT = Symbol('misfit');

/** What the decision gives in a process, and by the standard. */
async function both(text: string, typeRef: string): Promise<readonly [unknown, FeelValue]> {
  const made = await compiled(typed(text, typeRef));
  const standard = made.evaluateFeel({});
  try {
    return [made.evaluate({}), standard];
  } catch (error) {
    if ((error as Error).name !== 'DecisionError') throw error;
    return [MISFIT, standard];
  }
}

describe('the type of a decision', () => {
  test.each<[string, string, Json]>([
    ['1', 'number', 1],
    ['1', 'feel:number', 1],
    ['null', 'number', null],
    ['"a"', 'string', 'a'],
    ['[1]', 'number', 1],
    ['1', 'tUnknown', 1],
    ['1', 'Any', 1],
    ['"red"', 'tColour', 'red'],
    ['"red"', 'tColours', ['red']],
    ['["red", "green"]', 'tColours', ['red', 'green']],
    ['[1, 2]', 'tPair', [1, 2]],
    ['{colour: "red", doors: 4, year: 2}', 'tCar', { colour: 'red', doors: 4, year: 2 }],
    ['{colour: "red", doors: null}', 'tCar', { colour: 'red', doors: null }],
    ['1', 'tLoop', 1],
  ])('%s fits %s', async (text, type, expected) => {
    expect(await both(text, type)).toEqual([expected, expected]);
  });

  test.each([
    ['1', 'string'],
    ['"1"', 'number'],
    ['1', 'boolean'],
    ['"blue"', 'tColour'],
    ['["red", "blue"]', 'tColours'],
    ['[1, 2, 3]', 'tPair'],
    ['{colour: "red"}', 'tCar'],
    ['{colour: "blue", doors: 4}', 'tCar'],
    ['"red"', 'tCar'],
    ['"soon"', 'date'],
  ])('%s does not fit %s: an error in a process, null by the standard', async (text, type) => {
    expect(await both(text, type)).toEqual([MISFIT, null]);
  });

  test('says what is wrong', async () => {
    await expect(decide(typed('"a"', 'number'))).rejects.toThrow(
      'x: its result is no number. Correct its logic, or the type of its variable.',
    );
  });

  test.each([
    ['"2026-01-02"', 'date', '2026-01-02'],
    ['"P1Y"', 'years and months duration', 'P1Y'],
    ['"PT2H"', 'dayTimeDuration', 'PT2H'],
    ['"10:00:00"', 'time', '10:00:00'],
  ])('text %s is read as a %s', async (text, type, expected) => {
    const graph =
      typed(text, type).replaceAll('"x"', '"base"') + decision('x', literal('base'), { requires: ['base'] });
    expect(await decide(graph)).toBe(expected);
    const made = await compiled(typed(text, type));
    expect(typeof made.evaluateFeel({})).toBe('object');
  });

  test('may be that of one result of a table that collects', async () => {
    const content = table({
      policy: 'COLLECT',
      inputs: ['a'],
      rules: [
        ['-', '"one"'],
        ['-', '"two"'],
      ],
    });
    expect(await decide(decision('x', content, { variable: 'name="x" typeRef="string"' }))).toEqual([
      'one',
      'two',
    ]);
  });
});

describe('types inside of a decision', () => {
  const rules = [
    ['5', '"number"'],
    ['"5"', '"text"'],
  ];

  test('of columns are documentation in a process', async () => {
    const x = decision('x', table({ inputs: ['a'], types: ['string'], rules }));
    expect(await decide(x, { a: 5 })).toBe('number');
    expect((await compiled(x)).evaluateFeel({ a: 5 })).toBeNull();
  });

  test('of columns turn text into dates', async () => {
    const content = table({ inputs: ['due'], types: ['date'], rules: [['< date("2026-02-01")', '"early"']] });
    expect(await decide(decision('x', content), { due: '2026-01-31' })).toBe('early');
    expect(await decide(decision('x', content), { due: '2026-02-01' })).toBeNull();
  });

  test('of parameters are documentation in a process', async () => {
    const echo = knowledge('echo', ['n: number'], literal('n'));
    const x = echo + decision('x', literal('echo("a")'), { knows: ['echo'] });
    expect(await decide(x)).toBe('a');
    expect((await compiled(x)).evaluateFeel({})).toBeNull();
  });

  test('allowed values of a column are documentation in a process', async () => {
    const x = decision('x', table({ inputs: ['a'], rules: [['-', '1']] })).replace(
      '</input>',
      '<inputValues><text>"a", "b"</text></inputValues></input>',
    );
    expect(await decide(x, { a: 'c' })).toBe(1);
    const made = await compiled(x);
    expect(made.evaluateFeel({ a: 'b' })).toBe(1);
    expect(() => made.evaluateFeel({ a: 'c' })).toThrow(/none of the allowed values/);
  });
});

describe('decisions without logic', () => {
  test('are an error in a process, and null by the standard', async () => {
    const made = await compiled(decision('x', ''));
    expect(() => made.evaluate({})).toThrow('x: it has no logic. Give it a decision table or an expression.');
    expect(made.evaluateFeel({})).toBeNull();
  });
});

describe('item definitions that are refused', () => {
  test('because their allowed values do not parse', async () => {
    const content =
      '<itemDefinition id="t" name="t"><allowedValues><text>&lt; &lt;</text></allowedValues></itemDefinition>';
    expect(await problemsOf(definitions(content))).toEqual(['expression t']);
  });
});

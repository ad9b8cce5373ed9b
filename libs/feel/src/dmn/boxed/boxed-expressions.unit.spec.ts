import type { Json } from '../../index';
import { compiled, decide, decision, definitions, knowledge, literal, problemsOf } from '../testing/models';

const entry = (name: string | undefined, text: string): string =>
  `<contextEntry>${name === undefined ? '' : `<variable name="${name}" />`}${literal(text)}</contextEntry>`;

const part = (name: string, text: string): string => `<${name}>${literal(text)}</${name}>`;

const boxed = (logic: string, variables: Record<string, Json> = {}): Promise<Json> =>
  decide(decision('x', logic), variables);

describe('literal expressions', () => {
  test('dates and durations are values, and text outside', async () => {
    expect(await boxed(literal('date("2026-01-31") + duration("P1M")'))).toBe('2026-02-28');
  });

  test('now is the moment of the evaluation', async () => {
    const made = await compiled(decision('x', literal('string(today())')));
    expect(made.evaluate({}, Date.UTC(2026, 4, 6))).toBe('2026-05-06');
  });
});

describe('contexts', () => {
  test('are the values of their entries, which see those before', async () => {
    expect(await boxed(`<context>${entry('a', '1')}${entry('b', 'a + 1')}</context>`)).toEqual({
      a: 1,
      b: 2,
    });
  });

  test('are the value of the entry without a name, where there is one', async () => {
    const context = `<context>${entry('net price', 'amount * 0.1')}${entry(undefined, 'net price + 0.2')}</context>`;
    expect(await boxed(context, { amount: 1 })).toBe(0.3);
  });
});

describe('lists and relations', () => {
  test('a list holds the value of each expression', async () => {
    expect(await boxed(`<list>${literal('1')}${literal('"two"')}</list>`)).toEqual([1, 'two']);
  });

  test('a relation is a list of contexts', async () => {
    const columns = '<column name="sku" /><column name="price" />';
    const row = (sku: string, price: string): string => `<row>${literal(sku)}${literal(price)}</row>`;
    expect(
      await boxed(`<relation>${columns}${row('"a"', '1')}${row('"b"', 'p')}</relation>`, { p: 2 }),
    ).toEqual([
      { sku: 'a', price: 1 },
      { sku: 'b', price: 2 },
    ]);
  });

  test('a row with a cell too few is refused', async () => {
    const content = `<relation><column name="a" /><column name="b" /><row id="r">${literal('1')}</row></relation>`;
    expect(await problemsOf(definitions(decision('x', content)))).toEqual(['relation r']);
  });
});

describe('functions and invocations', () => {
  const binding = (name: string, text: string): string =>
    `<binding><parameter name="${name}" />${literal(text)}</binding>`;

  test('an invocation binds arguments by name', async () => {
    const minus = knowledge('minus', ['a', 'b'], literal('a - b'));
    const invocation = `<invocation>${literal('minus')}${binding('b', '1')}${binding('a', '10')}</invocation>`;
    expect(await decide(minus + decision('x', invocation, { knows: ['minus'] }))).toBe(9);
  });

  test('what is no function cannot be invoked', async () => {
    await expect(boxed(`<invocation>${literal('gone')}</invocation>`)).rejects.toThrow(
      'x: what it invokes is no function. Name a knowledge model that the decision requires.',
    );
  });

  test('a function in a context is seen by later entries', async () => {
    const twice = `<functionDefinition><formalParameter name="n" />${literal('n * 2')}</functionDefinition>`;
    const context = `<context><contextEntry><variable name="twice" />${twice}</contextEntry>${entry(undefined, 'twice(4)')}</context>`;
    expect(await boxed(context)).toBe(8);
  });

  test('a function in another language fails where it is called', async () => {
    const java = `<functionDefinition kind="Java">${literal('{class: "X"}')}</functionDefinition>`;
    await expect(boxed(java)).rejects.toThrow('x: a function in Java cannot run here. Write it in FEEL.');
  });

  test('a function is no result that a variable could hold', async () => {
    const twice = `<functionDefinition><formalParameter name="n" />${literal('n * 2')}</functionDefinition>`;
    await expect(boxed(twice)).rejects.toThrow(/^x: its result is no JSON/);
  });

  test('a parameter with a path is seen as a part', async () => {
    const greet = knowledge(
      'greet',
      ['person.name', 'person.age'],
      literal('person.name + string(person.age)'),
    );
    const person = '<inputData id="person" name="person" />';
    const invocation = `<invocation>${literal('greet')}${binding('person.name', '"A"')}${binding('person.age', '7')}</invocation>`;
    expect(await decide(person + greet + decision('x', invocation, { knows: ['greet'] }))).toBe('A7');
  });
});

describe('conditionals, filters and iterators', () => {
  test.each<[string, string, Json]>([
    ['a true condition', 'true', 1],
    ['a false condition', 'false', 2],
    ['a condition that is no boolean', '"yes"', null],
  ])('%s', async (_, condition, expected) => {
    const logic = `<conditional>${part('if', condition)}${part('then', '1')}${part('else', '2')}</conditional>`;
    expect(await boxed(logic)).toBe(expected);
  });

  test.each<[string, string, Json]>([
    ['items', 'item > 1', [2, 3]],
    ['people', 'age > 1', [{ age: 2 }]],
    ['items', '"no boolean"', null],
    ['one', 'item = 1', [1]],
    ['gone', 'true', []],
  ])('a filter of %s by %s', async (list, match, expected) => {
    const variables = { items: [1, 2, 3], people: [{ age: 1 }, { age: 2 }], one: 1 };
    expect(await boxed(`<filter>${part('in', list)}${part('match', match)}</filter>`, variables)).toEqual(
      expected,
    );
  });

  const iterator = (kind: string, body: string): string =>
    `<${kind} iteratorVariable="i">${part('in', '[1, 2, 3]')}${part(kind === 'for' ? 'return' : 'satisfies', body)}</${kind}>`;

  test.each<[string, string, Json]>([
    ['for', 'i * i', [1, 4, 9]],
    ['for', 'count(partial)', [0, 1, 2]],
    ['some', 'i > 2', true],
    ['some', 'i > 3', false],
    ['every', 'i > 0', true],
    ['every', 'i > 1', false],
    ['every', 'i', null],
  ])('%s %s', async (kind, body, expected) => {
    expect(await boxed(iterator(kind, body))).toEqual(expected);
  });
});

describe('names from outside', () => {
  test('may be __proto__ and change nothing else', async () => {
    const context = `<context>${entry('__proto__', '{polluted: true}')}${entry('a', '1')}</context>`;
    const result = await boxed(context);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(Object.keys(result as object)).toEqual(['__proto__', 'a']);
  });
});

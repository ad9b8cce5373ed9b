import fc from 'fast-check';
import { readSchema } from './read-schema';
import { SchemaSet } from './schema-set';

const setOf = (files: Readonly<Record<string, object>>): SchemaSet =>
  new SchemaSet(Object.entries(files).map(([name, schema]) => readSchema(name, JSON.stringify(schema))));

const payment = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['orderId'],
  properties: { orderId: { type: 'string' }, amount: { type: 'integer', minimum: 1 } },
};

const check = (schema: object, variables: object) =>
  setOf({ 'one.schema.json': schema }).get('one.schema.json')(variables as never);

it('lets only the declared properties pass', () => {
  expect(check(payment, { orderId: 'o-1', amount: 3, card: 'secret', list: [1] })).toEqual({
    variables: { orderId: 'o-1', amount: 3 },
  });
});

it('leaves out before it checks: a closed schema does not mind what is visible besides', () => {
  expect(check({ ...payment, additionalProperties: false }, { orderId: 'o-1', more: 1 })).toEqual({
    variables: { orderId: 'o-1' },
  });
});

test.each([
  [{}, 'orderId is missing'],
  [{ orderId: 3 }, 'orderId must be string'],
  [{ orderId: 'o', amount: 0 }, 'amount must be >= 1'],
  [{ orderId: 3, amount: 0.5 }, 'orderId must be string; amount must be integer; amount must be >= 1'],
])('names every property of %j at fault', (variables, fault) => {
  expect(check(payment, variables).fault).toBe(fault);
});

it('names the place inside lists and objects, and what is allowed there', () => {
  const schema = {
    properties: {
      items: {
        items: {
          required: ['sku'],
          additionalProperties: false,
          properties: { sku: { enum: ['a', 'b'] }, unit: { const: 'kg' } },
        },
      },
    },
  };
  const items = [{ sku: 'c', unit: 'g' }, { sku: 'a', 'x/y': 1 }, {}];
  expect(check(schema, { items }).fault).toBe(
    'items.0.sku must be one of "a", "b"; items.0.unit must be "kg"; items.1.x/y is not declared; items.2.sku is missing',
  );
});

it('says how many faults there are more than one can read', () => {
  const schema = { properties: { list: { items: { type: 'string' } } } };
  expect(check(schema, { list: [1, 2, 3, 4, 5, 6, 7] }).fault).toMatch(/list\.4 must be string; 2 more$/);
});

it('shortens what is too long for a person and for a header', () => {
  const fault = check(
    { properties: { a: { additionalProperties: false } } },
    { a: { ['x'.repeat(1e5)]: 1 } },
  ).fault;
  expect(fault).toMatch(/^a\.x+…$/);
  expect(fault?.length).toBeLessThan(300);
});

test('whatever the variables are, exactly the declared ones pass', () => {
  const names: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor');
  fc.assert(
    fc.property(
      fc.uniqueArray(names, { minLength: 1 }),
      fc.dictionary(names, fc.jsonValue()),
      (declared, variables) => {
        const properties = Object.fromEntries(declared.map((name) => [name, {}]));
        const { variables: passed, fault } = check({ properties }, variables);
        expect(fault).toBeUndefined();
        expect(Object.entries(passed)).toEqual(
          Object.entries(variables).filter(([name]) => declared.includes(name)),
        );
      },
    ),
  );
});

it('knows properties that stand in patterns, combinations and other schemas', () => {
  const set = setOf({
    'order.schema.json': {
      $id: 'https://example.org/schemas/order',
      allOf: [{ $ref: 'address' }, { properties: { b: {} } }],
      if: { properties: { c: {} } },
      oneOf: [{ $ref: '#/$defs/own' }],
      patternProperties: { '^x-': {} },
      $defs: { own: { properties: { d: {} } }, unused: { properties: { e: {} } } },
    },
    'address.schema.json': {
      $id: 'https://example.org/schemas/address',
      properties: { a: { type: 'string' } },
    },
  });
  const all = { a: 'a', b: 1, c: 1, d: 1, e: 1, 'x-f': 1, g: 1 };
  for (const reference of [
    'https://example.org/schemas/order',
    'order.schema.json',
    './schemas/order.schema.json',
  ])
    expect(set.get(reference)(all)).toEqual({ variables: { a: 'a', b: 1, c: 1, d: 1, 'x-f': 1 } });
  expect(set.get('order.schema.json')({ a: 1 }).fault).toBe('a must be string');
});

it('finds its way in schemas that refer to themselves', () => {
  const schema = { properties: { next: { $ref: '#' } }, required: ['next'] };
  expect(check(schema, { next: { next: {} }, more: 1 })).toEqual({
    variables: { next: { next: {} } },
    fault: 'next.next.next is missing',
  });
});

it.each([{ properties: { a: { pattern: '(' } } }, { patternProperties: { '(': {} } }])(
  'refuses a pattern that is none: %j',
  (schema) => {
    expect(() => check(schema, { a: 'a' })).toThrow(/one\.schema\.json cannot be used .*regular expression/);
  },
);

it('refuses a schema that leads back to itself for the same object', () => {
  expect(() => check({ allOf: [{ $ref: '#' }] }, {})).toThrow('refers to itself without end');
});

it('lets everything pass where no property is named', () => {
  expect(check({ minProperties: 1 }, { a: 1 })).toEqual({ variables: { a: 1 } });
  expect(check({ minProperties: 1 }, {}).fault).toBe('it must NOT have fewer than 1 properties');
});

it('takes names that every object has for what they are', () => {
  const variables = JSON.parse('{"constructor": 1, "toString": 2, "a": 3}') as Record<string, number>;
  expect(check({ properties: { a: {} } }, variables)).toEqual({ variables: { a: 3 } });
});

it.each(['common.schema.json#/$defs/money', 'common.schema.json#money'])(
  'finds a schema inside: %s',
  (reference) => {
    const money = { $anchor: 'money', required: ['amount'], properties: { amount: { type: 'number' } } };
    const set = setOf({ 'common.schema.json': { $defs: { money } } });
    expect(set.get(reference)({ amount: 1, more: 1 })).toEqual({ variables: { amount: 1 } });
    expect(set.get(reference)({}).fault).toBe('amount is missing');
  },
);

it('finds others by their file names as well', () => {
  const set = setOf({
    'a.json': { allOf: [{ $ref: 'b.json#/$defs/b' }] },
    'b.json': { $id: 'https://example.org/b', $defs: { b: { properties: { b: { type: 'string' } } } } },
  });
  expect(set.get('a.json')({ b: 1, c: 1 })).toEqual({ variables: { b: 1 }, fault: 'b must be string' });
});

it('reads draft-07 as that draft means it', () => {
  const list = { items: [{ type: 'string' }], additionalItems: false };
  const draft07 = { $schema: 'http://json-schema.org/draft-07/schema#', properties: { list } };
  expect(check(draft07, { list: ['a'] }).fault).toBeUndefined();
  expect(check(draft07, { list: ['a', 'b'] }).fault).toBe('list must NOT have more than 1 items');
});

it('takes keywords and formats that it does not know for remarks', () => {
  const schema = {
    'x-owner': 'payment',
    properties: { at: { type: 'string', format: 'date-time', example: 1 } },
  };
  expect(check(schema, { at: 'noon' })).toEqual({ variables: { at: 'noon' } });
});

test.each([
  [
    'other.json',
    'the schema other.json is not deployed. Deploy its file before this one, or together with it.',
  ],
  ['https://example.org/one.json', 'the schema https://example.org/one.json is not deployed.'],
  ['one.json#/$defs/x', 'the schema one.json'],
])('refuses the reference %s, which leads nowhere', (reference, reason) => {
  expect(() => setOf({ 'one.json': {} }).get(reference)).toThrow(reason);
});

it('refuses a schema that refers to one that is not there', () => {
  const set = setOf({ 'one.json': { properties: { a: { $ref: 'two.json' } } } });
  expect(() => set.get('one.json')).toThrow(
    /one\.json cannot be used .*two\.json.*Deploy all that it refers to/,
  );
});

test.each([
  ['{', /a\.json is no JSON \(/],
  ['[]', 'a.json is no JSON Schema: it is not an object.'],
  ['{"type": "text"}', /a\.json is no JSON Schema: type must be/],
  ['{"properties": 1}', 'a.json is no JSON Schema: properties must be object'],
  ['{"$schema": "http://json-schema.org/draft-04/schema#"}', /its \$schema is .*draft-04.*Use one of https/],
])('refuses a file with %s', (content, reason) => {
  expect(() => readSchema('models/a.json', content)).toThrow(reason);
});

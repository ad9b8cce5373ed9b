import { evaluate as feelin } from 'feelin';
import * as fc from 'fast-check';
import { compileExpression, type Json } from './index';

describe('own closures and feelin', () => {
  // feelin orders contexts and lists among numbers and texts (`{d: 1} <= "x"` is true there): only numbers here.
  const leaf = fc.constantFrom('c.d', 'c', 'l', 'l.d', 'l[1]', '"x"', 'true', 'false', 'null', 'missing');
  const binary = (operand: fc.Arbitrary<string>, operators: string[]): fc.Arbitrary<string> =>
    fc
      .tuple(operand, fc.constantFrom(...operators), operand)
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`);
  const { expression } = fc.letrec<{ expression: string; number: string }>((tie) => ({
    number: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('n', 'm', '1', '2', '-3'),
      binary(tie('number'), ['+', '-', '*']),
    ),
    expression: fc.oneof(
      { maxDepth: 4 },
      leaf,
      binary(tie('number'), ['<', '<=', '>', '>=']),
      binary(tie('expression'), ['=', '!=', 'and', 'or', '+']),
      tie('expression').map((inner) => `[${inner}, 1]`),
      tie('expression').map((inner) => `{k: ${inner}}`),
      tie('expression').map((inner) => `not((${inner}) = true)`),
    ),
  }));
  const integer = fc.integer({ min: -9, max: 9 });
  const value = fc.oneof(integer, fc.constantFrom('x', 'y'), fc.boolean(), fc.constant(null));
  const scope = fc.record({
    n: integer,
    m: integer,
    c: fc.oneof(value, fc.record({ d: value })),
    l: fc.array(fc.record({ d: value })),
  });

  test('give the same result', () => {
    fc.assert(
      fc.property(expression, scope, (source, variables) => {
        const plain = JSON.parse(JSON.stringify(variables)) as Record<string, Json>;
        const theirs = JSON.parse(JSON.stringify(feelin(source, plain).value ?? null)) as Json;
        expect(compileExpression(source).evaluate(plain)).toEqual(theirs);
      }),
      { numRuns: 1000 },
    );
  });
});

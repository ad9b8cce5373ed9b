import * as fc from 'fast-check';
import { compileExpression, FeelError } from '../index';
import { compileMatcher } from './match-pattern';
import { growth, parsePattern } from './parse-pattern';

test.each([
  ['abc', 0],
  ['a+b*', 2],
  ['(ab)+', 1],
  ['(a{3})*', 1],
  ['a?b', 0],
  ['(a+b|c+d+)', 2],
  ['(a|b)+', Infinity],
  ['(a+)+', Infinity],
  ['([a-z]+,)*x', Infinity],
  ['(a{1,5})*', Infinity],
  ['(.*a){20}', Infinity],
])('the work of %s grows by the power of %d', (source, power) => {
  const root = parsePattern(source);
  expect(root && growth(root)).toBe(power);
});

test.each(['(?<=a)b', '(?<name>a)\\k<name>'])('%s is left to JavaScript', (source) => {
  expect(parsePattern(source)).toBeUndefined();
});

test.each(['(a+)+$', '.*.*x$', '(a|a)*$', '(a|aa)+$', '([a-zA-Z]+)*$', '(.*a){5}$', '^(\\w+\\s?)*$'])(
  '%s ends by itself on a text that makes others search for ever',
  (pattern) => {
    const expression = compileExpression('matches(text, pattern)');
    const text = `${'a'.repeat(5000)}!`;
    expect(() => expression.evaluate({ text, pattern })).toThrow(FeelError);
    expect(
      expression.evaluate({ text: 'a'.repeat(20) + 'x'.repeat(pattern.includes('x') ? 1 : 0), pattern }),
    ).toBe(true);
  },
);

test('a quadratic search ends on a long text', () => {
  const expression = compileExpression('matches(text, ".*.*x$")');
  expect(() => expression.evaluate({ text: 'a'.repeat(100_000) })).toThrow(/regular expression/);
});

test('the counting matcher finds what JavaScript finds', () => {
  const leaf = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$', 'é');
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => one + other),
      fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(?:${one}|${other})`),
      tie('pattern').map((inner) => `(${inner})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '*?', '+?', '{1,2}', '{2}'))
        .map(([inner, quantifier]) => `(?:${inner})${quantifier}`),
      tie('pattern').map((inner) => `(?=${inner})`),
      tie('pattern').map((inner) => `(?!${inner})`),
    ),
  }));
  const text = fc
    .array(fc.constantFrom('a', 'b', ' ', '\n', 'é'), { maxLength: 8 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, text, fc.constantFrom('u', 'iu', 'mu', 'su'), (source, input, flags) => {
      const root = parsePattern(source);
      if (!root) throw new Error(`${source} is not read`);
      const own = compileMatcher(root, flags)(input).map(({ index, groups }) => [index, groups[0]]);
      const theirs = Array.from(input.matchAll(new RegExp(source, `g${flags}`)), (match) => [
        match.index,
        match[0],
      ]);
      expect(own).toEqual(theirs);
    }),
    { numRuns: 2000 },
  );
});

test('groups of the counting matcher are those of JavaScript', () => {
  const replace = compileExpression('replace(text, "((a|b)+)(\\d+)-\\3", "[$1/$2/$3]")');
  expect(replace.evaluate({ text: 'xabba12-12y a1-2' })).toBe('x[abba/a/12]y a1-2');
});

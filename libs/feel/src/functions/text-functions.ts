import type { FeelValue } from '../values/feel-object';
import { listOf } from './list-functions';
import { type Arguments, define, type Library, type LibraryFunction } from './library-function';
import { type Pattern, patternOf, replaceMatches } from '../patterns/pattern';

const ofText = (compute: (text: string) => FeelValue): LibraryFunction =>
  define(['string'], ([text]) => (typeof text === 'string' ? compute(text) : null));

const ofTexts = (compute: (text: string, match: string) => FeelValue): LibraryFunction =>
  define(['string, match'], ([text, match]) =>
    typeof text === 'string' && typeof match === 'string' ? compute(text, match) : null,
  );

export const textFunctions: Library = {
  substring: define(['string, start position', 'string, start position, length'], substring),
  'string length': ofText((text) => charactersOf(text).length),
  'upper case': ofText((text) => text.toUpperCase()),
  'lower case': ofText((text) => text.toLowerCase()),
  'substring before': ofTexts((text, match) => text.slice(0, Math.max(0, text.indexOf(match)))),
  'substring after': ofTexts((text, match) => {
    const index = text.indexOf(match);
    return index < 0 ? '' : text.slice(index + match.length);
  }),
  contains: ofTexts((text, match) => text.includes(match)),
  'starts with': ofTexts((text, match) => text.startsWith(match)),
  'ends with': ofTexts((text, match) => text.endsWith(match)),
  trim: ofText((text) => text.trim()),
  'is blank': ofText((text) => text.trim() === ''),
  'to base64': define(['value'], ([value]) => (typeof value === 'string' ? toBase64(value) : null)),
  matches: define(['input, pattern', 'input, pattern, flags'], ([input, pattern, flags]) => {
    const expression = patternOf(pattern, flags);
    return expression && typeof input === 'string' ? expression.test(input) : null;
  }),
  replace: define(
    ['input, pattern, replacement', 'input, pattern, replacement, flags'],
    ([input, pattern, replacement, flags]) => {
      const expression = patternOf(pattern, flags);
      if (!expression || typeof input !== 'string' || typeof replacement !== 'string') return null;
      return replaceMatches(expression, input, replacement);
    },
  ),
  split: define(['string, delimiter'], ([text, delimiter]) => {
    const expression = patternOf(delimiter, undefined);
    return expression && typeof text === 'string' ? splitAt(expression, text) : null;
  }),
  extract: define(['input, pattern'], ([input, pattern]) => {
    const expression = patternOf(pattern, undefined);
    return expression && typeof input === 'string'
      ? expression.matchAll(input).map(({ groups }) => groups[0] ?? '')
      : null;
  }),
  'string join': define(['list', 'list, delimiter', 'list, delimiter, prefix, suffix'], join),
};

/** Characters beyond the basic plane count once. */
const charactersOf = (text: string): readonly string[] => Array.from(text);

function substring([text, start, length]: Arguments): string | null {
  if (typeof text !== 'string' || typeof start !== 'number') return null;
  const characters = charactersOf(text);
  const whole = Math.trunc(start);
  const index = whole > 0 ? whole - 1 : characters.length + whole;
  if (index < 0 || index > characters.length) return null;
  if (length === undefined) return characters.slice(index).join('');
  if (typeof length !== 'number' || length < 0) return null;
  return characters.slice(index, index + Math.trunc(length)).join('');
}

function splitAt(pattern: Pattern, text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { index, groups } of pattern.matchAll(text)) {
    const length = groups[0]?.length ?? 0;
    // An empty match at an end separates nothing.
    if (length === 0 && (index === 0 || index === text.length)) continue;
    parts.push(text.slice(from, index));
    from = index + length;
  }
  return [...parts, text.slice(from)];
}

function join([list, delimiter = null, prefix = null, suffix = null]: Arguments): string | null {
  const texts = listOf(list)?.filter((item) => item !== null);
  if (!texts?.every((item) => typeof item === 'string')) return null;
  const around = [delimiter, prefix, suffix].map((part) => part ?? '');
  const [between, before, after] = around;
  if (typeof between !== 'string' || typeof before !== 'string' || typeof after !== 'string') return null;
  return before + texts.join(between) + after;
}

function toBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

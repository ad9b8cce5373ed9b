import type { FeelValue } from '../values/feel-object';
import { compileMatcher, type Match } from './match-pattern';
import { growth, parsePattern } from './parse-pattern';

/** A regular expression of a model; every search begins at the start of the text. */
export interface Pattern {
  readonly test: (text: string) => boolean;
  readonly matchAll: (text: string) => readonly Match[];
}

const compiled = new Map<string, Pattern | undefined>();
const MAX_COMPILED = 1000;

/** The pattern of `matches`, `replace`, `split` and `extract`; undefined when it is no regular expression. */
export function patternOf(pattern: FeelValue | undefined, flags: FeelValue | undefined): Pattern | undefined {
  if (typeof pattern !== 'string') return undefined;
  if (flags !== undefined && flags !== null && typeof flags !== 'string') return undefined;
  const key = `${flags ?? ''}/${pattern}`;
  if (!compiled.has(key)) {
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    compiled.set(key, compile(pattern, flags ?? ''));
  }
  return compiled.get(key);
}

/** Ways that JavaScript may try, at some hundred millions a second. */
const MAX_WAYS = 1e8;

/** JavaScript's own search where it is safe, else one that counts its steps. */
function searchWith(expression: RegExp): Pattern {
  const root = parsePattern(expression.source);
  // What the parser does not read (looking behind, named groups) is left to JavaScript.
  const power = root ? growth(root) : 0;
  const counted = root && power > 0 ? compileMatcher(root, expression.flags.replace('g', '')) : undefined;
  const isDear = (text: string): boolean => power === Infinity || text.length ** (power + 1) > MAX_WAYS;
  return {
    test: (text) => (counted && isDear(text) ? counted(text).length > 0 : text.search(expression) >= 0),
    matchAll: (text) => {
      if (counted && isDear(text)) return counted(text);
      return Array.from(text.matchAll(expression), (match) => ({ index: match.index, groups: [...match] }));
    },
  };
}

const SUBTRACTION = /\[((?:[^[\]\\]|\\.)+)-\[((?:[^[\]\\]|\\.)+)\]\]/g;

/** Flags as XPath and Java have them: `s` dot matches all, `m` lines, `i` ignores case, `x` blanks do not count. */
function compile(pattern: string, flags: string): Pattern | undefined {
  if (/[^smixq]/.test(flags)) return undefined;
  const source = flags.includes('x') ? withoutBlanks(pattern) : pattern;
  const plain = flags.includes('q') ? source.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : portable(source);
  // Classes without some of their characters (`[a-z-[aeiou]]`) need the mode of sets.
  const sets = plain.replace(SUBTRACTION, '[[$1]--[$2]]');
  const mode = `g${[...new Set(flags.replace(/[xq]/g, ''))].join('')}${sets === plain ? 'u' : 'v'}`;
  try {
    return searchWith(new RegExp(sets, mode));
  } catch {
    return undefined;
  }
}

/** Java lets any sign be escaped; JavaScript only those that mean something. */
const portable = (source: string): string =>
  source.replace(/\\(.)/gsu, (escape, sign: string) =>
    /[\s_"':@#<>%!&=~`,;-]/.test(sign) ? `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}` : escape,
  );

/** Outside of classes, blanks and remarks after `#` do not count. */
function withoutBlanks(pattern: string): string {
  return pattern.replace(/\\\S|\[(?:\\.|[^\]\\])*\]|\s+|#[^\n]*/gs, (part) =>
    /^[\\[]/.test(part) ? part : '',
  );
}

/** In the replacement, `$1` is a group, `$0` the match, and a backslash takes the meaning from what follows. */
export function replaceMatches(pattern: Pattern, text: string, replacement: string): string {
  let [result, from] = ['', 0];
  for (const match of pattern.matchAll(text)) {
    result += text.slice(from, match.index) + expand(replacement, match);
    from = match.index + (match.groups[0]?.length ?? 0);
  }
  return result + text.slice(from);
}

function expand(replacement: string, { groups }: Match): string {
  return replacement.replace(/\\(.)|\$(\d)/gs, (_, escaped?: string, group?: string) =>
    group === undefined ? (escaped ?? '') : (groups[Number(group)] ?? ''),
  );
}

import type { PatternNode } from './parse-pattern';

/** A match: where it begins, and the texts of its groups; the group 0 is the whole. */
export interface Match {
  readonly index: number;
  readonly groups: readonly (string | undefined)[];
}

/** A pattern and a text that need more work than a host with other instances can give. */
export class PatternTooDear extends Error {}

/** About a second's work. */
const MAX_STEPS = 2_000_000;

interface State {
  readonly text: string;
  readonly groups: (string | undefined)[];
  steps: number;
}

/** Goes on behind a part; the end of the match, or -1. */
type Continue = (position: number) => number;
type Matcher = (state: State, position: number, next: Continue) => number;

/**
 * A matcher that counts its steps, for patterns that JavaScript's own could spend for ever on; `flags` are `i`, `m`,
 * `s` and the mode. What it gives throws `PatternTooDear`.
 */
export function compileMatcher(root: PatternNode, flags: string): (text: string) => Match[] {
  const matcher = compile(root, flags);
  return (text) => {
    try {
      return search(matcher, text);
    } catch (error) {
      // Each character of a long match stands on the stack.
      if (error instanceof RangeError) throw new PatternTooDear();
      throw error;
    }
  };
}

function search(matcher: Matcher, text: string): Match[] {
  const matches: Match[] = [];
  const state: State = { text, groups: [], steps: MAX_STEPS };
  for (let from = 0; from <= text.length;) {
    state.groups.length = 0;
    const end = matcher(state, from, (position) => position);
    if (end >= 0) {
      state.groups[0] = text.slice(from, end);
      matches.push({ index: from, groups: [...state.groups] });
    }
    from = end > from ? end : from + Math.max(1, characterAt(text, from).length);
  }
  return matches;
}

const characterAt = (text: string, position: number): string =>
  position < text.length ? String.fromCodePoint(text.codePointAt(position) ?? 0) : '';

function step(state: State): void {
  state.steps -= 1;
  if (state.steps < 0) throw new PatternTooDear();
}

function compile(node: PatternNode, flags: string): Matcher {
  switch (node.kind) {
    case 'character':
      return compileCharacter(node.source, flags);
    case 'sequence':
      return node.parts
        .map((part) => compile(part, flags))
        .reduceRight<Matcher>(
          (rest, part) => (state, position, next) =>
            part(state, position, (after) => rest(state, after, next)),
          (_, position, next) => next(position),
        );
    case 'choice': {
      const options = node.options.map((option) => compile(option, flags));
      return (state, position, next) => {
        for (const option of options) {
          const end = option(state, position, next);
          if (end >= 0) return end;
        }
        return -1;
      };
    }
    case 'group':
      return compileGroup(compile(node.inner, flags), node.index);
    case 'repeat':
      return compileRepeat(compile(node.inner, flags), node);
    case 'anchor':
      return compileAnchor(node.at, flags.includes('m'));
    case 'reference':
      return compileReference(node.index, flags.includes('i'));
    case 'ahead': {
      const inner = compile(node.inner, flags);
      return (state, position, next) => {
        const found = inner(state, position, (after) => after) >= 0;
        return found === node.isNegative ? -1 : next(position);
      };
    }
  }
}

/** One character, judged by JavaScript itself. */
function compileCharacter(source: string, flags: string): Matcher {
  const expression = new RegExp(`^(?:${source})$`, flags.replace('m', ''));
  return (state, position, next) => {
    step(state);
    const character = characterAt(state.text, position);
    return character !== '' && expression.test(character) ? next(position + character.length) : -1;
  };
}

function compileGroup(inner: Matcher, index: number | undefined): Matcher {
  if (index === undefined) return inner;
  return (state, position, next) => {
    const before = state.groups[index];
    const end = inner(state, position, (after) => {
      const old = state.groups[index];
      state.groups[index] = state.text.slice(position, after);
      const reached = next(after);
      if (reached < 0) state.groups[index] = old;
      return reached;
    });
    if (end < 0) state.groups[index] = before;
    return end;
  };
}

function compileRepeat(
  inner: Matcher,
  { min, max, isLazy }: { readonly min: number; readonly max: number; readonly isLazy: boolean },
): Matcher {
  const repeat = (state: State, position: number, count: number, next: Continue): number => {
    step(state);
    const again = (): number =>
      count >= max
        ? -1
        : inner(state, position, (after) =>
            // A turn that takes nothing would go on for ever.
            after === position && count >= min ? -1 : repeat(state, after, count + 1, next),
          );
    if (count < min) return again();
    if (isLazy) {
      const end = next(position);
      return end >= 0 ? end : again();
    }
    const end = again();
    return end >= 0 ? end : next(position);
  };
  return (state, position, next) => repeat(state, position, 0, next);
}

const isWord = (character: string | undefined): boolean => /^\w$/.test(character ?? '');
const isBreak = (character: string | undefined): boolean => /^[\n\r\u2028\u2029]$/.test(character ?? '');

function compileAnchor(at: '^' | '$' | 'b' | 'B', isMultiline: boolean): Matcher {
  const holds = (text: string, position: number): boolean => {
    switch (at) {
      case '^':
        return position === 0 || (isMultiline && isBreak(text[position - 1]));
      case '$':
        return position === text.length || (isMultiline && isBreak(text[position]));
      case 'b':
        return isWord(text[position - 1]) !== isWord(text[position]);
      case 'B':
        return isWord(text[position - 1]) === isWord(text[position]);
    }
  };
  return ({ text }, position, next) => (holds(text, position) ? next(position) : -1);
}

function compileReference(index: number, ignoresCase: boolean): Matcher {
  return (state, position, next) => {
    step(state);
    const expected = state.groups[index] ?? '';
    const found = state.text.slice(position, position + expected.length);
    const isSame = ignoresCase ? found.toLowerCase() === expected.toLowerCase() : found === expected;
    return isSame ? next(position + expected.length) : -1;
  };
}

/** The parts of a regular expression that decide how much work it can be. */
export type PatternNode =
  | { readonly kind: 'character'; readonly source: string }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly inner: PatternNode; readonly index: number | undefined }
  | {
      readonly kind: 'repeat';
      readonly inner: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly isLazy: boolean;
    }
  | { readonly kind: 'anchor'; readonly at: '^' | '$' | 'b' | 'B' }
  | { readonly kind: 'reference'; readonly index: number }
  | { readonly kind: 'ahead'; readonly inner: PatternNode; readonly isNegative: boolean };

const CLASS = /^\[(?:\\.|[^\]\\[]|\[(?:\\.|[^\]\\])*\])*\]/su;
const ESCAPE = /^\\(?:[pP]\{[^}]*\}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|.)/su;
const QUANTIFIER = /^(?:[*+?]|\{(\d+)(,(\d*))?\})(\?)?/;

/** Reads a pattern that JavaScript accepts in its `u` or `v` mode; undefined for parts that are not read here. */
export function parsePattern(source: string): PatternNode | undefined {
  const parser = new PatternParser(source);
  const node = parser.choice();
  return parser.isAtEnd && !parser.isBeyond ? node : undefined;
}

class PatternParser {
  /** Something was seen that this parser does not read (looking behind, named groups). */
  isBeyond = false;
  private position = 0;
  private groups = 0;

  constructor(private readonly source: string) {}

  get isAtEnd(): boolean {
    return this.position >= this.source.length;
  }

  choice(): PatternNode {
    const options = [this.sequence()];
    while (this.take('|')) options.push(this.sequence());
    const [only] = options;
    return only && options.length === 1 ? only : { kind: 'choice', options };
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (!this.isAtEnd && !this.isBeyond && !'|)'.includes(this.source[this.position] ?? '')) {
      parts.push(this.quantified(this.atom()));
    }
    return { kind: 'sequence', parts };
  }

  private quantified(inner: PatternNode): PatternNode {
    const match = QUANTIFIER.exec(this.rest);
    if (!match) return inner;
    this.position += match[0].length;
    const isLazy = match[4] !== undefined;
    switch (match[0][0]) {
      case '*':
        return { kind: 'repeat', inner, min: 0, max: Infinity, isLazy };
      case '+':
        return { kind: 'repeat', inner, min: 1, max: Infinity, isLazy };
      case '?':
        return { kind: 'repeat', inner, min: 0, max: 1, isLazy };
      default: {
        const min = Number(match[1]);
        const max = match[2] === undefined ? min : match[3] === '' ? Infinity : Number(match[3]);
        return { kind: 'repeat', inner, min, max, isLazy };
      }
    }
  }

  private atom(): PatternNode {
    if (this.take('(')) return this.group();
    if (this.take('^')) return { kind: 'anchor', at: '^' };
    if (this.take('$')) return { kind: 'anchor', at: '$' };
    const found = CLASS.exec(this.rest) ?? ESCAPE.exec(this.rest) ?? /^./su.exec(this.rest);
    const source = found?.[0] ?? '';
    this.position += source.length;
    if (source === '\\b' || source === '\\B') return { kind: 'anchor', at: source === '\\b' ? 'b' : 'B' };
    const reference = /^\\([1-9])$/.exec(source);
    if (reference) return { kind: 'reference', index: Number(reference[1]) };
    if (source === '\\k') this.isBeyond = true;
    return { kind: 'character', source };
  }

  private group(): PatternNode {
    const start = /^\?(?:([:=!])|.)/s.exec(this.rest);
    if (start && start[1] === undefined) this.isBeyond = true;
    if (start) this.position += start[0].length;
    const index = start ? undefined : (this.groups += 1);
    const inner = this.choice();
    if (!this.take(')')) this.isBeyond = true;
    if (start?.[1] === '=' || start?.[1] === '!') {
      return { kind: 'ahead', inner, isNegative: start[1] === '!' };
    }
    return { kind: 'group', inner, index };
  }

  private get rest(): string {
    return this.source.slice(this.position, this.position + 1000);
  }

  private take(sign: string): boolean {
    if (this.source[this.position] !== sign) return false;
    this.position += 1;
    return true;
  }
}

/**
 * By which power of its length the work on a text can grow; infinite where repetitions are inside of repetitions, so
 * that each character more can double it.
 */
export function growth(node: PatternNode): number {
  switch (node.kind) {
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + growth(part), 0);
    case 'choice':
      return Math.max(0, ...node.options.map(growth));
    case 'repeat':
      return growthOfRepeat(node.inner, node.max);
    case 'group':
    case 'ahead':
      return growth(node.inner);
    case 'character':
    case 'anchor':
    case 'reference':
      return 0;
  }
}

function growthOfRepeat(inner: PatternNode, max: number): number {
  const once = growth(inner);
  if (max <= 1) return once;
  if (once > 0) return Infinity;
  // A repeated choice is as bad as a repeated repetition: its options may begin alike.
  if (chooses(inner)) return max === Infinity ? Infinity : 1;
  return max === Infinity || max > 100 ? 1 : 0;
}

function chooses(node: PatternNode): boolean {
  switch (node.kind) {
    case 'choice':
      return true;
    case 'sequence':
      return node.parts.some(chooses);
    case 'repeat':
      return node.min !== node.max || chooses(node.inner);
    case 'group':
    case 'ahead':
      return chooses(node.inner);
    case 'character':
    case 'anchor':
    case 'reference':
      return false;
  }
}

import { nameOf } from '../parse/names';
import type { SyntaxNode } from '../parse/syntax';
import { FeelFunction } from '../values/feel-function';
import { FeelObject, type FeelValue, isContext } from '../values/feel-object';
import { FeelRange } from '../values/feel-range';

/** A type that an expression writes. */
export interface FeelType {
  /** Whether a value that is not null is of the type; null when the type is not known here. */
  matches(value: FeelValue): boolean | null;
  /** The value as an argument of the type, a list of one as its item; undefined when it does not fit. */
  convert(value: FeelValue): FeelValue | undefined;
}

const ALIASES: Readonly<Record<string, string>> = {
  'date time': 'date and time',
  dateTime: 'date and time',
  'day-time-duration': 'days and time duration',
  dayTimeDuration: 'days and time duration',
  'year-month-duration': 'years and months duration',
  yearMonthDuration: 'years and months duration',
};

const KNOWN = new Set([
  'number',
  'string',
  'boolean',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
  'list',
  'context',
  'function',
  'range',
]);

type Matches = FeelType['matches'];

export function compileType(node: SyntaxNode): FeelType {
  const matches = compileMatches(node);
  return {
    matches,
    convert: (value) => {
      if (value === null || matches(value) !== false) return value;
      const [only] = Array.isArray(value) && value.length === 1 ? value : [];
      return only !== undefined && matches(only) === true ? only : undefined;
    },
  };
}

function compileMatches(node: SyntaxNode): Matches {
  const inner = node.type === 'Type' ? node.children[0] : node;
  switch (inner?.type) {
    case 'ListType': {
      const item = itemTypeOf(inner);
      if (inner.text.startsWith('range')) return (value) => isRangeOf(value, item);
      return (value) => Array.isArray(value) && value.every((one) => one === null || item(one) === true);
    }
    case 'ContextType':
      return compileContextType(inner);
    case 'FunctionType': {
      const count = inner.children.find(({ type }) => type === 'ArgumentTypes')?.children.length ?? 0;
      return (value) => value instanceof FeelFunction && value.parameters.length === count;
    }
    default:
      return namedType(inner?.text ?? node.text);
  }
}

function isRangeOf(value: FeelValue, matches: Matches): boolean {
  if (!(value instanceof FeelRange)) return false;
  return [value.start, value.end].every((end) => end === null || matches(end) === true);
}

function itemTypeOf({ children }: SyntaxNode): Matches {
  const type = children.find((child) => child.type === 'Type');
  return type ? compileMatches(type) : () => true;
}

function compileContextType({ children }: SyntaxNode): Matches {
  const entries = (children.find(({ type }) => type === 'ContextEntryTypes')?.children ?? []).map(
    ({ children: [name, type] }) => ({
      name: name ? nameOf(name) : '',
      matches: type ? compileMatches(type) : (): boolean => true,
    }),
  );
  return (value) =>
    isContext(value) &&
    entries.every(({ name, matches }) => {
      if (!Object.hasOwn(value, name)) return false;
      const entry = value[name] ?? null;
      return entry === null || matches(entry) === true;
    });
}

function namedType(text: string): Matches {
  const written = text.trim().replace(/\s+/g, ' ');
  const name = ALIASES[written] ?? written;
  if (name === 'Any') return () => true;
  if (name === 'Null') return () => false;
  if (!KNOWN.has(name)) return () => null;
  return (value) => typeNameOf(value) === name;
}

/** The type of a value as FEEL names it. */
export function typeNameOf(value: FeelValue): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'list';
  if (value instanceof FeelRange) return 'range';
  if (value instanceof FeelObject) return value.type;
  return typeof value === 'object' ? 'context' : typeof value;
}

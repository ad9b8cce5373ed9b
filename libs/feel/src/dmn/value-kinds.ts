import { FeelFunction } from '../values/feel-function';
import { FeelObject, type FeelValue } from '../values/feel-object';
import { parseDate, parseDateAndTime, parseDuration, parseTime } from '../values/parse-temporal';

/** The types that FEEL itself has, by the names that `typeRef` gives them (DMN 1.5, table 42). */
export type Kind =
  | 'boolean'
  | 'number'
  | 'string'
  | 'date'
  | 'time'
  | 'date and time'
  | 'days and time duration'
  | 'years and months duration'
  | 'list'
  | 'context'
  | 'function'
  | 'range';

/** What kind of value of FEEL it is; undefined for null. */
export function kindOf(value: FeelValue): Kind | undefined {
  if (value === null) return undefined;
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'string';
  if (Array.isArray(value)) return 'list';
  return value instanceof FeelObject ? (value.type as Kind) : 'context';
}

/** A date, time or duration from the ISO 8601 text that variables hold; undefined for any other text. */
export function readTemporal(text: string, kind: Kind): FeelValue | undefined {
  const value = READERS[kind]?.(text);
  return value !== undefined && kindOf(value) === kind ? value : undefined;
}

const READERS: Readonly<Partial<Record<Kind, (text: string) => FeelValue | undefined>>> = {
  date: parseDate,
  time: parseTime,
  'date and time': parseDateAndTime,
  'days and time duration': parseDuration,
  'years and months duration': parseDuration,
};

/** Values of FEEL by the names of a function's parameters. */
export type Arguments = Readonly<Record<string, FeelValue>>;

/** A function for FEEL, called by position or by name there. */
export function makeFunction(
  parameters: readonly string[],
  call: (args: Arguments) => FeelValue,
): FeelFunction {
  return new FeelFunction(parameters, (values) =>
    call(Object.fromEntries(parameters.map((name, index) => [name, values[index] ?? null]))),
  );
}

/** What a function gives for arguments by name; null for names that it does not have. */
export function callFunction(callable: FeelValue, args: Arguments): FeelValue {
  if (!(callable instanceof FeelFunction)) return null;
  if (Object.keys(args).some((name) => !callable.parameters.includes(name))) return null;
  return callable.call(callable.parameters.map((name) => args[name] ?? null));
}

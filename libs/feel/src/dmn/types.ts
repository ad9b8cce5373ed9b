import {
  date,
  dateAndTime,
  duration,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelFunction,
  FeelTime,
  time,
} from 'feelin';
import { compileFeelTest, type FeelTest } from '../feel-values';
import { childOf, childrenOf, textIn, type Tree } from './xml-tree';

/** The item definitions of a file: what values of a type may be. */
export interface Types {
  /** The value as the type wants it: JSON text becomes a date, a single value a list of one and back; null when it does not fit. */
  coerce(value: unknown, typeRef: string | undefined): unknown;
}

interface ItemType {
  readonly collection: boolean;
  readonly base?: string;
  readonly allowed?: FeelTest;
  readonly components: ReadonlyMap<string, string | ItemType>;
}

export function readTypes(definitions: Tree): Types {
  const items = new Map<string, ItemType>();
  for (const tree of childrenOf(definitions, 'itemDefinition'))
    items.set(tree.attributes.name ?? '', readItem(tree));
  const coerce = (value: unknown, type: string | ItemType | undefined): unknown => {
    if (value === null || value === undefined || type === undefined) return value ?? null;
    if (typeof type !== 'string') return coerceItem(value, type, coerce);
    const name = type.slice(type.indexOf(':') + 1).trim();
    const item = items.get(type) ?? items.get(name);
    return item ? coerceItem(value, item, coerce) : coerceBuiltin(value, name);
  };
  return { coerce };
}

function readItem(tree: Tree): ItemType {
  const base = childOf(tree, 'typeRef')?.text.trim() ?? tree.attributes.typeRef;
  const allowedText = textIn(childOf(tree, 'allowedValues')) || textIn(childOf(tree, 'typeConstraint'));
  const components = childrenOf(tree, 'itemComponent').map(
    (component) => [component.attributes.name ?? '', readItem(component)] as const,
  );
  return {
    collection: tree.attributes.isCollection === 'true',
    ...(base === undefined || base === '' ? {} : { base }),
    ...(allowedText === '' ? {} : { allowed: compileFeelTest(allowedText) }),
    components: new Map(components),
  };
}

type Coerce = (value: unknown, type: string | ItemType | undefined) => unknown;

function coerceItem(value: unknown, item: ItemType, coerce: Coerce): unknown {
  if (item.collection) {
    const list = Array.isArray(value) ? value : [value];
    const items = list.map((one: unknown) => coerceOne(one, item, coerce));
    return items.some((one, i) => one === null && list[i] !== null) ? null : items;
  }
  const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return coerceOne(single, item, coerce);
}

function coerceOne(value: unknown, { base, allowed, components }: ItemType, coerce: Coerce): unknown {
  if (value === null) return null;
  if (components.size > 0) {
    if (!isContext(value)) return null;
    const result: Record<string, unknown> = { ...value };
    for (const [name, type] of components)
      if (name in value) {
        result[name] = coerce(value[name], type);
        if (result[name] === null && value[name] !== null) return null;
      }
    return result;
  }
  const coerced = coerce(value, base);
  return allowed && coerced !== null && !allowed.matches(coerced, {}) ? null : coerced;
}

const isContext = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A value of one of FEEL's own types; a list of one for a single value. */
function coerceBuiltin(value: unknown, type: string): unknown {
  const single: unknown = Array.isArray(value) && value.length === 1 && type !== 'Any' ? value[0] : value;
  switch (type) {
    case 'number':
      return typeof single === 'number' ? single : null;
    case 'string':
      return typeof single === 'string' ? single : null;
    case 'boolean':
      return typeof single === 'boolean' ? single : null;
    case 'date':
      return single instanceof FeelDate ? single : fromText(single, date);
    case 'time':
      return single instanceof FeelTime ? single : fromText(single, time);
    case 'dateTime':
    case 'date and time':
      return single instanceof FeelDateTime ? single : fromText(single, dateAndTime);
    case 'dayTimeDuration':
    case 'yearMonthDuration':
    case 'days and time duration':
    case 'years and months duration':
      return single instanceof FeelDuration ? single : fromText(single, duration);
    case 'context':
      return isContext(single) ? single : null;
    case 'function':
      return typeof single === 'function' || single instanceof FeelFunction ? single : null;
    default:
      return value;
  }
}

/** Variables of a process hold ISO 8601 text. */
function fromText(value: unknown, parse: (text: string) => unknown): unknown {
  if (typeof value !== 'string') return null;
  try {
    return parse(value) ?? null;
  } catch {
    return null;
  }
}

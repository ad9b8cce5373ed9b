import { idOf, isXmlElement } from '../xml/element';
import type { MissingElement, ModelElement } from './model-document';

export type Plain = string | number | boolean | null | readonly Plain[] | PlainElement;

/** An element as plain data, to be compared: attributes and children by name, references as `{ref: id}`. */
export interface PlainElement {
  readonly [name: string]: Plain;
}

/** Everything that an element says, its children included. Equal elements give deeply equal data. */
export function plainElement(element: ModelElement): PlainElement {
  const values = element as unknown as Readonly<Record<string, unknown>>;
  const own = Object.getOwnPropertyNames(element)
    .filter((name) => !name.startsWith('$') && typeof values[name] !== 'function')
    .map((name) => [name, plainValue(values[name], element)] as const);
  const rest = Object.entries(element.$attrs ?? {}).filter(([name]) => !name.startsWith('xmlns'));
  const inside = [
    ['$body', element.$body ?? null] as const,
    ['$children', plainValue(element.$children ?? [], element)] as const,
  ];
  const told = [...own, ...rest, ...inside].filter(([, value]) => !isNothing(value));
  return {
    $type: element.$type,
    ...Object.fromEntries(told.sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

function plainValue(value: unknown, parent: ModelElement): Plain {
  if (Array.isArray(value)) return value.map((item) => plainValue(item, parent));
  if (isXmlElement(value)) {
    return value.$parent === parent ? plainElement(value as ModelElement) : { ref: idOf(value) };
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'object' && value !== null ? { ref: (value as MissingElement).id } : null;
}

const isNothing = (value: Plain): boolean => value === null || (Array.isArray(value) && value.length === 0);

/** Names of what two elements say differently. */
export function changedNames(one: PlainElement, other: PlainElement): readonly string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}

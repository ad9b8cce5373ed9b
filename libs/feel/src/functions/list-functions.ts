import type { Run } from '../compile/environment';
import { FeelError } from '../feel-error';
import { FeelFunction } from '../values/feel-function';
import type { FeelValue } from '../values/feel-object';
import { same } from '../values/equality';
import { keyOf } from '../values/value-key';
import { define, defineRest, type Library } from './library-function';

export const listFunctions: Library = {
  'list contains': define(['list, element'], ([list, element = null]) =>
    listOf(list)?.some((item) => same(item, element)),
  ),
  count: define(['list'], ([list]) => listOf(list)?.length),
  'is empty': define(['list'], ([list]) => (Array.isArray(list) ? list.length === 0 : null)),
  sublist: define(['list, start position', 'list, start position, length'], ([list, start, length]) =>
    slice(listOf(list), start, length),
  ),
  append: defineRest('list, items', (items, list) =>
    list === null ? null : [...(listOf(list) ?? []), ...items],
  ),
  concatenate: defineRest('lists', (lists) => joined(lists)),
  'insert before': define(['list, position, newItem'], ([list, position, item = null]) => {
    const items = listOf(list);
    const index = startAt(items, position);
    return index === undefined ? null : items?.toSpliced(Math.max(index, 0), 0, item);
  }),
  remove: define(['list, position'], ([list, position]) => {
    const items = listOf(list);
    const index = startAt(items, position);
    return index === undefined ? null : items?.filter((_, at) => at !== index);
  }),
  'list replace': define(
    ['list, position, newItem', 'list, match, newItem'],
    ([list, at, item = null], run) => replace(listOf(list), at, item, run),
  ),
  reverse: define(['list'], ([list]) => listOf(list)?.toReversed()),
  'index of': define(['list, match'], ([list, match = null]) =>
    listOf(list)?.flatMap((item, index) => (same(item, match) ? [index + 1] : [])),
  ),
  union: defineRest('lists', (lists) => distinct(joined(lists))),
  'distinct values': define(['list'], ([list]) => {
    const items = listOf(list);
    return items && distinct(items);
  }),
  'duplicate values': define(['list'], ([list]) => {
    const items = listOf(list);
    return items && duplicates(items);
  }),
  flatten: define(['list'], ([list]) => {
    const items = listOf(list);
    return items && flatten(items);
  }),
  partition: define(['list, size'], ([list, size]) => {
    const items = listOf(list);
    if (!items || typeof size !== 'number' || size < 1) return null;
    const step = Math.trunc(size);
    return Array.from({ length: Math.ceil(items.length / step) }, (_, part) =>
      items.slice(part * step, (part + 1) * step),
    );
  }),
  sort: define(['list', 'list, precedes'], ([list, precedes], run) => sort(listOf(list), precedes, run)),
};

/** A single value is a list of one; null is none. */
export function listOf(value: FeelValue | undefined): FeelValue[] | undefined {
  if (value === null || value === undefined) return undefined;
  return Array.isArray(value) ? value : [value];
}

const joined = (lists: readonly FeelValue[]): FeelValue[] => lists.flatMap((list) => list);

const flatten = (list: readonly FeelValue[]): FeelValue[] =>
  list.flatMap((item) => (Array.isArray(item) ? flatten(item) : [item]));

/** Positions count from 1, or from -1 at the end; undefined outside of the list. */
function indexAt(list: readonly FeelValue[], position: FeelValue | undefined): number | undefined {
  const index = startAt(list, position);
  return index === undefined || index < 0 || index >= list.length ? undefined : index;
}

/** As Camunda counts: what lies outside of the list is no error, and 0 is behind its end. */
function startAt(
  list: readonly FeelValue[] | undefined,
  position: FeelValue | undefined,
): number | undefined {
  if (!list || typeof position !== 'number') return undefined;
  const whole = Math.trunc(position);
  return whole > 0 ? whole - 1 : list.length + whole;
}

function slice(
  list: readonly FeelValue[] | undefined,
  start: FeelValue | undefined,
  length: FeelValue | undefined,
): FeelValue[] | undefined {
  const index = list && startAt(list, start);
  if (index === undefined || (length !== undefined && typeof length !== 'number')) return undefined;
  const end = length === undefined ? Infinity : index + Math.trunc(length);
  return list?.slice(Math.max(index, 0), Math.max(end, 0));
}

function replace(
  list: readonly FeelValue[] | undefined,
  at: FeelValue | undefined,
  item: FeelValue,
  { source }: Run,
): FeelValue[] | undefined {
  if (!(at instanceof FeelFunction)) {
    const index = list && indexAt(list, at);
    return index === undefined ? undefined : list?.with(index, item);
  }
  if (at.parameters.length !== 2) return undefined;
  const matches = list?.map((old) => at.call([old, item]));
  if (matches?.some((match) => typeof match !== 'boolean')) {
    throw new FeelError(source, 'the match of list replace() gives no boolean. Let it compare two items.');
  }
  return list?.map((old, index) => (matches?.[index] === true ? item : old));
}

const distinct = (list: readonly FeelValue[]): FeelValue[] => [...firstOfEach(list).values()];

/** By what makes values equal; the first one of each stays. */
function firstOfEach(list: readonly FeelValue[]): Map<string, FeelValue> {
  const items = new Map<string, FeelValue>();
  for (const item of list) {
    const key = keyOf(item);
    if (!items.has(key)) items.set(key, item);
  }
  return items;
}

function duplicates(list: readonly FeelValue[]): FeelValue[] {
  const counts = new Map<string, number>();
  for (const item of list) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return [...firstOfEach(list)].flatMap(([key, item]) => ((counts.get(key) ?? 0) > 1 ? [item] : []));
}

function sort(
  list: readonly FeelValue[] | undefined,
  precedes: FeelValue | undefined,
  { source }: Run,
): FeelValue[] | undefined {
  if (!list || !(precedes instanceof FeelFunction) || precedes.parameters.length !== 2) return undefined;
  const before = (one: FeelValue, other: FeelValue): boolean => {
    const result = precedes.call([one, other]);
    if (typeof result === 'boolean') return result;
    throw new NotSortable(source);
  };
  try {
    return list.toSorted((one, other) => (before(one, other) ? -1 : before(other, one) ? 1 : 0));
  } catch (error) {
    // Items that the function cannot compare have no order: the sorted list is null.
    if (error instanceof NotSortable) return undefined;
    throw error;
  }
}

class NotSortable extends Error {}

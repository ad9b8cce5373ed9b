import { FeelObject, type FeelValue } from './feel-object';

/** An entry of a context or a part of a date, duration or range; of a list, that of each item; null without one. */
export function property(target: FeelValue, name: string): FeelValue {
  if (target === null || typeof target !== 'object') return null;
  if (Array.isArray(target)) return target.map((item) => property(item, name));
  if (target instanceof FeelObject) return target.property(name) ?? null;
  if (Object.hasOwn(target, name)) return target[name] ?? null;
  return null;
}

/** The item at a position counted from 1, or from the end when it is negative; null outside of the list. */
export function itemAt(target: FeelValue, position: number): FeelValue {
  if (target === null) return null;
  const list = Array.isArray(target) ? target : [target];
  const index = Math.trunc(position);
  return list[index < 0 ? list.length + index : index - 1] ?? null;
}

/** What a filter, loop or function of lists works on: a single value is a list of one (DMN 1.5, 10.3.2.9.4). */
export function asList(value: FeelValue): readonly FeelValue[] {
  return Array.isArray(value) ? value : [value];
}

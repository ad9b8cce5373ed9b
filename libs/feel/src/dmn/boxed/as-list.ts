import type { FeelValue } from '../../values/feel-object';

/** What a boxed filter or iterator works on: a single value is a list of one, null an empty one. */
export function asList(value: FeelValue): readonly FeelValue[] {
  if (Array.isArray(value)) return value;
  return value === null ? [] : [value];
}

/** What values of FEEL that JSON does not know have in common: dates, times, durations, ranges, functions. */
export abstract class FeelObject {
  /** The type as `instance of` names it. */
  abstract readonly type: string;

  /** As `string()` writes it. */
  abstract toString(): string;

  /** A part of the value (`year`, `hours`, `start` …); undefined when it has none of this name. */
  abstract property(name: string): FeelValue | undefined;
}

/** A value of FEEL. Contexts are plain objects, whose keys are read as own properties only. */
export type FeelValue = null | boolean | number | string | FeelValue[] | FeelContext | FeelObject;

export interface FeelContext {
  [key: string]: FeelValue;
}

export function isContext(value: unknown): value is FeelContext {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof FeelObject)
  );
}

/** Sets a key of a context; `__proto__` becomes a key like any other. */
export function setKey(context: FeelContext, key: string, value: FeelValue): void {
  if (key === '__proto__') {
    Object.defineProperty(context, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    context[key] = value;
  }
}

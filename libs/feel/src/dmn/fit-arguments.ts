import { type FeelContext, type FeelValue, isContext, setKey } from '../values/feel-object';
import type { Evaluation } from './evaluation';
import type { ItemTypes } from './item-types';
import type { Arguments } from './value-kinds';

/** A parameter of a knowledge model, function or service. */
export interface Parameter {
  readonly name: string;
  readonly typeRef: string | undefined;
}

/**
 * The arguments as their types want them. Undefined when one does not fit: then the call gives null (DMN 1.5,
 * 10.3.2.13.3); Camunda 8 passes it on as it is.
 */
export function fitArguments(
  types: ItemTypes,
  parameters: readonly Parameter[],
  args: Arguments,
  { mode }: Evaluation,
): Arguments | undefined {
  const fitted: FeelContext = {};
  for (const { name, typeRef } of parameters) {
    const value = args[name] ?? null;
    const fit = types.fit(value, typeRef);
    if (fit === undefined && mode === 'standard') return undefined;
    setKey(fitted, name, fit ?? value);
  }
  return fitted;
}

/** A parameter named `Person.Age` is seen as the entry `Age` of `Person`. */
export function withPaths(args: Arguments): Arguments {
  const seen: Record<string, FeelValue> = { ...args };
  for (const [name, value] of Object.entries(args)) {
    const [first = '', ...rest] = name.split('.');
    if (rest.length > 0) seen[first] = within(seen[first] ?? null, rest, value);
  }
  return seen;
}

function within(target: FeelValue, [name = '', ...rest]: readonly string[], value: FeelValue): FeelValue {
  const context: Arguments = isContext(target) ? target : {};
  return { ...context, [name]: rest.length === 0 ? value : within(context[name] ?? null, rest, value) };
}

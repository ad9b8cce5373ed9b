import { FeelError } from '../feel-error';
import type { FeelScope } from '../feel-scope';
import type { FeelValue } from '../values/feel-object';

/** One evaluation of an expression. */
export interface Run {
  readonly source: string;
  /** Epoch ms: what `now()` reads. */
  readonly at: number | undefined;
  /** Turns of loops, filters and calls that are left. */
  steps: number;
  /** Calls of functions under way. */
  depth: number;
}

/** More turns than this are a mistake or an attack: a host decides many instances in one thread. */
const MAX_STEPS = 2_000_000;
const MAX_DEPTH = 150;

/** The names that a part of an expression sees: the variables, and around it what loops and functions declare. */
export interface Environment {
  readonly names: FeelScope;
  readonly outer: Environment | undefined;
  readonly run: Run;
}

/** Computes one node of an expression. */
export type Compiled = (environment: Environment) => FeelValue;

export function outermost(source: string, names: FeelScope, at: number | undefined): Environment {
  return { names, outer: undefined, run: { source, at, steps: MAX_STEPS, depth: 0 } };
}

/** An environment inside of another one; its names hide those outside. */
export function within(outer: Environment, names: FeelScope): Environment {
  return { names, outer, run: outer.run };
}

/** The value of a name; undefined when nothing has it. */
export function lookUp(environment: Environment, name: string): FeelValue | undefined {
  for (let frame: Environment | undefined = environment; frame; frame = frame.outer) {
    // The values that callers hand in are FEEL's or JSON.
    if (Object.hasOwn(frame.names, name)) return (frame.names[name] ?? null) as FeelValue;
  }
  return undefined;
}

/** Counts a turn, or the items of a list that is made: memory has an end as well. */
export function countStep({ run }: Environment, steps = 1): void {
  run.steps -= steps;
  if (run.steps < 0) {
    throw new FeelError(run.source, `it takes more than ${MAX_STEPS} steps. Let it work on less.`);
  }
}

/** Runs the body of a function; functions that call themselves without end are an error, not a crash. */
export function enter<T>(run: Run, body: () => T): T {
  run.depth += 1;
  if (run.depth > MAX_DEPTH) {
    throw new FeelError(
      run.source,
      `its functions call each other more than ${MAX_DEPTH} deep. End the recursion.`,
    );
  }
  try {
    return body();
  } finally {
    run.depth -= 1;
  }
}

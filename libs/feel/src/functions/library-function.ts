import type { Run } from '../compile/environment';
import type { FeelValue } from '../values/feel-object';

/** Arguments in the order of the parameters; undefined where an optional one was left out. */
export type Arguments = readonly (FeelValue | undefined)[];

/** A function of FEEL's library; arguments that it cannot use give null. */
export interface LibraryFunction {
  /** Its forms by the names of their parameters, shorter ones first. */
  readonly forms: readonly (readonly string[])[];
  /** The last parameter takes any number of arguments. */
  readonly rest: boolean;
  readonly call: (args: Arguments, run: Run) => FeelValue;
}

export type Library = Readonly<Record<string, LibraryFunction>>;

/** `'string, start position'` and its longer forms. */
export function define(
  forms: readonly string[],
  call: (args: Arguments, run: Run) => FeelValue | undefined,
): LibraryFunction {
  return { forms: forms.map(parametersOf), rest: false, call: (args, run) => call(args, run) ?? null };
}

/** A function whose last parameter takes the rest of the arguments, or one list of them where it is the only one. */
export function defineRest(
  form: string,
  call: (list: readonly FeelValue[], first: FeelValue) => FeelValue | undefined,
): LibraryFunction {
  const parameters = parametersOf(form);
  return {
    forms: [parameters],
    rest: true,
    call: (args) => {
      const given = args.map((arg) => arg ?? null);
      const [first = null, ...others] = given;
      if (parameters.length > 1) return call(others, first) ?? null;
      return call(given.length === 1 && Array.isArray(first) ? first : given, first) ?? null;
    },
  };
}

const parametersOf = (form: string): string[] =>
  form === '' ? [] : form.split(',').map((name) => name.trim());

/** Whether a call with this many arguments fits. */
export function accepts({ forms, rest }: LibraryFunction, count: number): boolean {
  if (rest) return count >= (forms[0]?.length ?? 0);
  return forms.some((form) => form.length === count);
}

/** The order of named arguments; undefined when no form has these names. */
export function positionsOf(
  { forms }: LibraryFunction,
  names: readonly string[],
): readonly number[] | undefined {
  const form = forms.find((parameters) => names.every((name) => parameters.includes(name)));
  return form?.map((parameter) => names.indexOf(parameter));
}

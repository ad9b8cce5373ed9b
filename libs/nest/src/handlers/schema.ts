/**
 * A Standard Schema (standardschema.dev): zod's schemas are some, valibot's and arktype's too. Only what is called
 * here is described, so that every version of them fits.
 */
export interface Schema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

export type SchemaResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** `items.0.sku: Invalid input` for each issue, joined by semicolons. */
export function describeIssues(issues: readonly SchemaIssue[]): string {
  return issues
    .map(({ path, message }) => {
      const field = pathOf(path);
      return field === '' ? message : `${field}: ${message}`;
    })
    .join('; ');
}

/** `items.0.sku`; empty for the value itself. */
export function pathOf(path: SchemaIssue['path']): string {
  return (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
}

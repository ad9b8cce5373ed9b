import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import { faultsOf } from './schema-faults';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What schemas may say in `$schema`; without one they are of the first. */
const DIALECTS = {
  'https://json-schema.org/draft/2020-12/schema': Ajv2020,
  'http://json-schema.org/draft-07/schema': Ajv,
} as const;

type Dialect = keyof typeof DIALECTS;

const DEFAULT: Dialect = 'https://json-schema.org/draft/2020-12/schema';

/**
 * `strict` is off: what a dialect does not know is an annotation, as the specification says (JSON Schema core, 4.3.1).
 * Formats are annotations as well (validation, 7.2.1).
 */
const options = { strict: false, validateFormats: false, allErrors: true, logger: false } as const;

export const newValidator = (dialect: Dialect): Ajv => new DIALECTS[dialect](options);

/** Undefined for a dialect that is not known here. */
export function dialectOf({ $schema }: JsonObject): Dialect | undefined {
  if ($schema === undefined) return DEFAULT;
  const name = typeof $schema === 'string' ? $schema.replace(/#$/, '') : '';
  return Object.hasOwn(DIALECTS, name) ? (name as Dialect) : undefined;
}

const validators = new Map<Dialect, Ajv>();

/** Why a document is no schema of its dialect; undefined when it is one. */
export function metaSchemaFaults(document: JsonObject): string | undefined {
  const dialect = dialectOf(document);
  if (dialect === undefined)
    return `its $schema is ${JSON.stringify(document.$schema)}. Use one of ${Object.keys(DIALECTS).join(', ')}`;
  let validator = validators.get(dialect);
  if (!validator) validators.set(dialect, (validator = newValidator(dialect)));
  return validator.validateSchema(document) === true ? undefined : faultsOf(validator.errors);
}

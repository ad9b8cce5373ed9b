import type { Variables } from '@partitura/engine';
import type { MessageSchema } from '@partitura/engine';
import type { Ajv, ValidateFunction } from 'ajv';
import { declaredIn } from './declared-properties';
import { dialectOf, newValidator } from './dialects';
import { fileName, type SchemaDocument } from './read-schema';
import { faultsOf } from './schema-faults';

/** A reference leads to no schema that is deployed. */
export class UnknownSchemaError extends Error {}

/** JSON Schemas that may refer to one another; they are compiled when they are asked for. */
export class SchemaSet {
  private readonly validators = new Map<string, Ajv>();
  private readonly compiled = new Map<string, MessageSchema>();

  /** Of several with one id, or one file name, the last one counts. */
  constructor(private readonly documents: readonly SchemaDocument[]) {}

  /**
   * The schema of a reference: a file name or an `$id`, perhaps with a `#/pointer` to a schema inside. Throws
   * `UnknownSchemaError`, also for a `$ref` in it that leads nowhere.
   */
  get(reference: string): MessageSchema {
    let schema = this.compiled.get(reference);
    if (!schema) this.compiled.set(reference, (schema = this.compile(reference)));
    return schema;
  }

  private compile(reference: string): MessageSchema {
    const [address = '', pointer = ''] = splitReference(reference);
    const document = findSchema(this.documents, address);
    if (!document)
      throw new UnknownSchemaError(
        `the schema ${address} is not deployed. Deploy its file before this one, or together with it.`,
      );
    const validator = this.validatorFor(document);
    const validate = attempt(document, () => validator.getSchema(document.id + pointer));
    if (!validate) throw new UnknownSchemaError(`the schema ${address} has nothing at ${pointer}.`);
    if (neverEnds(validate))
      throw new UnknownSchemaError(`the schema ${address} refers to itself without end. Take out that $ref.`);
    const lookUp = (id: string) => validator.getSchema(id)?.schema;
    const declares = attempt(document, () => declaredIn(validate.schema, document.id, lookUp));
    return (variables) => admitted(validate, declares, variables);
  }

  private validatorFor({ document }: SchemaDocument): Ajv {
    const dialect = dialectOf(document);
    if (!dialect) throw new UnknownSchemaError(`${String(document.$schema)} is no dialect that is known.`);
    let validator = this.validators.get(dialect);
    if (validator) return validator;
    this.validators.set(dialect, (validator = newValidator(dialect)));
    const known = new Set<string>();
    for (const { id, name, document: other } of this.documents.toReversed())
      if (dialectOf(other) === dialect && !known.has(id)) {
        // By their file names schemas without an `$id` find the others.
        const key = known.has(name) ? id : name;
        for (const one of [id, key]) known.add(one);
        validator.addSchema(other, key, undefined, false);
      }
    return validator;
  }
}

/** The one that a reference without a pointer means. */
export function findSchema<Schema extends Pick<SchemaDocument, 'id' | 'name'>>(
  schemas: readonly Schema[],
  address: string,
): Schema | undefined {
  const byId = schemas.findLast(({ id }) => id === address);
  if (byId || ABSOLUTE.test(address)) return byId;
  const file = fileName(address);
  return schemas.findLast(({ name }) => name === file);
}

const ABSOLUTE = /^[a-z][a-z\d+.-]*:/i;

/** The address of a schema, and the pointer into it with its `#`. */
export function splitReference(reference: string): [string, string] {
  const at = reference.indexOf('#');
  const pointer = at < 0 ? '' : reference.slice(at);
  return [at < 0 ? reference : reference.slice(0, at), pointer === '#' ? '' : pointer];
}

function attempt<T>({ name }: SchemaDocument, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new UnknownSchemaError(
      `the schema ${name} cannot be used (${(cause as Error).message}). Deploy all that it refers to with it, in one dialect.`,
      { cause },
    );
  }
}

/** It describes an object by a schema for the same object that leads back to it. */
function neverEnds(validate: ValidateFunction): boolean {
  try {
    validate({});
    return false;
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}

function admitted(
  validate: ValidateFunction,
  declares: ((name: string) => boolean) | undefined,
  all: Variables,
): ReturnType<MessageSchema> {
  const variables = declares
    ? Object.fromEntries(Object.entries(all).filter(([name]) => declares(name)))
    : all;
  return validate(variables) ? { variables } : { variables, fault: faultsOf(validate.errors) };
}

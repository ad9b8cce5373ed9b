import type { Problem, Score } from '@partitura/bpmn';
import { type SchemaDocument } from './read-schema';
import { SchemaSet, UnknownSchemaError } from './schema-set';

/** An element and the schema that its message refers to. */
interface Reference {
  readonly element: string;
  readonly participant?: string;
  readonly schema: string;
}

function referencesOf({ processes }: Score): Reference[] {
  return processes.flatMap(({ elements, participant }) =>
    [...elements.values()].flatMap(({ id, triggerOf, message }) =>
      message?.schema === undefined
        ? []
        : [
            {
              element: triggerOf ?? id,
              ...(participant === undefined ? {} : { participant }),
              schema: message.schema,
            },
          ],
    ),
  );
}

/** Whether a message of a model declares a schema. */
export const refersToSchemas = (score: Score): boolean => referencesOf(score).length > 0;

/** Elements whose message declares a schema that is not among those given, or refers to one that is not. */
export function missingSchemas(score: Score, documents: readonly SchemaDocument[]): Problem[] {
  const references = referencesOf(score);
  if (references.length === 0) return [];
  const schemas = new SchemaSet(documents);
  return references.flatMap(({ schema, ...where }): Problem[] => {
    const message = reasonAgainst(schemas, schema);
    return message === undefined
      ? []
      : [{ rule: 'message-schema', ...where, message: `${where.element}: ${message}` }];
  });
}

/** A schema whose `$ref`s lead nowhere. */
export function brokenSchema({ id }: SchemaDocument, documents: readonly SchemaDocument[]): Problem[] {
  const message = reasonAgainst(new SchemaSet(documents), id);
  return message === undefined ? [] : [{ rule: 'schema', element: id, message: `${id}: ${message}` }];
}

function reasonAgainst(schemas: SchemaSet, reference: string): string | undefined {
  try {
    schemas.get(reference);
    return undefined;
  } catch (error) {
    if (!(error instanceof UnknownSchemaError)) throw error;
    return error.message;
  }
}

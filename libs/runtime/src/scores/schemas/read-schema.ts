import { ScoreRefusedError } from '@partitura/bpmn';
import { isJsonObject, type JsonObject, metaSchemaFaults } from './dialects';

/** A JSON Schema as it was deployed. */
export interface SchemaDocument {
  /** Its `$id`, or the name of its file. */
  readonly id: string;
  /** The name of its file. */
  readonly name: string;
  readonly document: JsonObject;
}

/** Reads a JSON Schema, which is kept as it is. Throws `ScoreRefusedError`. */
export function readSchema(path: string, content: string): SchemaDocument {
  const name = fileName(path);
  const refuse = (element: string, message: string): never => {
    throw new ScoreRefusedError([{ rule: 'schema', element, message }]);
  };
  let document: unknown;
  try {
    document = JSON.parse(content);
  } catch (cause) {
    return refuse(name, `${name} is no JSON (${(cause as Error).message}). Write a JSON Schema.`);
  }
  if (!isJsonObject(document))
    return refuse(name, `${name} is no JSON Schema: it is not an object. Write one with properties.`);
  const { $id } = document;
  const id = typeof $id === 'string' && $id !== '' ? $id : name;
  const faults = metaSchemaFaults(document);
  if (faults !== undefined) return refuse(id, `${name} is no JSON Schema: ${faults}.`);
  return { id, name, document };
}

/** The last part of a path. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

import { isJsonObject, type JsonObject } from './dialects';

/** Keywords whose schemas, one or several, describe the same object as the schema that they stand in. */
const ONE = ['if', 'then', 'else'] as const;
const LISTS = ['allOf', 'anyOf', 'oneOf'] as const;

/**
 * Which properties of an object a schema knows: those of its `properties` and `patternProperties`, also where it refers to
 * another schema or combines several. Undefined when it names none, and describes the object in another way.
 * `lookUp` gives the schema of an absolute reference.
 */
export function declaredIn(
  schema: unknown,
  base: string,
  lookUp: (reference: string) => unknown,
): ((name: string) => boolean) | undefined {
  const names = new Set<string>();
  const patterns = new Map<string, RegExp>();
  const seen = new Set<unknown>();
  const pending: { readonly schema: unknown; readonly base: string }[] = [{ schema, base }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (!isJsonObject(next.schema) || seen.has(next.schema)) continue;
    seen.add(next.schema);
    const { schema: object } = next;
    const here = typeof object.$id === 'string' ? resolve(object.$id, next.base) : next.base;
    for (const name of keysOf(object, 'properties')) names.add(name);
    for (const pattern of keysOf(object, 'patternProperties'))
      patterns.set(pattern, new RegExp(pattern, 'u'));
    for (const inside of beside(object)) pending.push({ schema: inside, base: here });
    if (typeof object.$ref === 'string') {
      const target = resolve(object.$ref, here);
      pending.push({ schema: lookUp(target), base: target.replace(/#.*/s, '') });
    }
  }
  if (names.size === 0 && patterns.size === 0) return undefined;
  const expressions = [...patterns.values()];
  return (name) => names.has(name) || expressions.some((expression) => expression.test(name));
}

function* beside(schema: JsonObject): Generator<unknown> {
  for (const keyword of ONE) yield schema[keyword];
  for (const keyword of LISTS) {
    const list = schema[keyword];
    if (Array.isArray(list)) yield* list as readonly unknown[];
  }
  for (const keyword of ['dependentSchemas', 'dependencies']) {
    const members = schema[keyword];
    if (isJsonObject(members)) yield* Object.values(members);
  }
}

function keysOf(schema: JsonObject, keyword: string): readonly string[] {
  const members = schema[keyword];
  return isJsonObject(members) ? Object.keys(members) : [];
}

function resolve(reference: string, base: string): string {
  const around = base.replace(/#.*/s, '');
  if (reference.startsWith('#')) return around + reference;
  return URL.canParse(reference, around) ? new URL(reference, around).href : reference;
}

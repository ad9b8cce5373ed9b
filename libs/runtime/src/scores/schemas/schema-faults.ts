import type { ErrorObject } from 'ajv';

/** More of them, or longer ones, make a message that nobody reads, and a header that no bus takes. */
const MOST = 5;
const LONGEST = 200;

/** Which properties break a schema, and why, in one sentence without its full stop. */
export function faultsOf(errors: readonly ErrorObject[] | null | undefined): string {
  const all = [...new Set((errors ?? []).filter(({ keyword }) => !SUMMARIES.has(keyword)).map(faultOf))];
  const shown = all
    .slice(0, MOST)
    .map((text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text));
  const more = all.length > MOST ? [`${all.length - MOST} more`] : [];
  return [...shown, ...more].join('; ') || 'it breaks the schema';
}

/** They only say that one of those inside has failed. */
const SUMMARIES = new Set(['if', '$ref']);

function faultOf({ keyword, instancePath, message = 'is wrong', params }: ErrorObject): string {
  const path = instancePath.split('/').slice(1).map(unescape);
  const { missingProperty, additionalProperty, unevaluatedProperty, allowedValues, allowedValue } =
    params as Readonly<Record<string, unknown>>;
  const at = (name: unknown): string => [...path, String(name)].join('.');
  if (keyword === 'required' || keyword === 'dependentRequired') return `${at(missingProperty)} is missing`;
  const unknown = additionalProperty ?? unevaluatedProperty;
  if (unknown !== undefined) return `${at(unknown)} is not declared`;
  const place = path.length > 0 ? path.join('.') : 'it';
  if (Array.isArray(allowedValues)) return `${place} must be one of ${allowedValues.map(json).join(', ')}`;
  if (keyword === 'const') return `${place} must be ${json(allowedValue)}`;
  return `${place} ${message}`;
}

const json = (value: unknown): string => JSON.stringify(value);

/** As in a JSON pointer (RFC 6901). */
const unescape = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

import type { ModelElement } from '../document/model-document';
import { type Plain, type PlainElement, plainElement } from '../document/plain-element';
import { PREFIX } from '../split/vocabulary';
import { labelOf } from './labels';

/** Children that are elements of their own and compared as such. */
export const PARTS = [
  'rootElements',
  'participants',
  'messageFlows',
  'laneSets',
  'lanes',
  'flowElements',
  'artifacts',
] as const;

/** Said elsewhere: by the flows themselves, by the diagram, or by the kind of the element. */
const ELSEWHERE = new Set<string>([...PARTS, 'incoming', 'outgoing', 'diagrams', '$type', 'id', 'name']);

/** What an element says, by names that people understand, without its parts, its own name and where it is drawn. */
export function factsOf(element: ModelElement): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  for (const [name, value] of Object.entries(plainElement(element))) {
    if (!ELSEWHERE.has(name)) collect(facts, [name], value);
  }
  return facts;
}

function collect(facts: Map<string, string>, path: readonly string[], value: Plain): void {
  if (value === null) return;
  if (typeof value !== 'object') add(facts, labelOf(path), String(value));
  else if (isList(value)) collectList(facts, path, value);
  else if (isReference(value)) add(facts, labelOf(path), written(value['ref']));
  else collectElement(facts, path, value);
}

function collectElement(facts: Map<string, string>, path: readonly string[], element: PlainElement): void {
  const type = written(element['$type']);
  // What a fragment says of its whole is no part of it.
  if (type.startsWith(`${PREFIX}:`)) return;
  const named = wordFor(element);
  const here = [...path, named === undefined ? type : `${type} ${named}`];
  // Ids inside of an element are a modeler's business.
  const said = Object.entries(element).filter(([name]) => name !== '$type' && name !== 'id');
  if (said.length === 0) add(facts, labelOf(here), 'yes');
  for (const [name, value] of said) collect(facts, [...here, name], value);
}

function collectList(facts: Map<string, string>, path: readonly string[], list: readonly Plain[]): void {
  if (list.every((item) => typeof item !== 'object' || isReference(item))) {
    const items = list.map((item) => written(isReference(item) ? item['ref'] : item));
    add(facts, labelOf(path), items.join(', '));
    return;
  }
  for (const item of list) collect(facts, path, item);
}

/** What tells an entry of a list from the others: the variable of a mapping, the key of a header. */
function wordFor({ $type, target, name, key }: PlainElement): string | undefined {
  const word = /:(Input|Output)$/.test(written($type)) ? target : (name ?? key);
  return typeof word === 'string' ? word : undefined;
}

/** Several facts of one name are one, in their order. */
function add(facts: Map<string, string>, label: string | undefined, value: string): void {
  if (label === undefined) return;
  const before = facts.get(label);
  facts.set(label, before === undefined ? value : `${before}, ${value}`);
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);

const isReference = (value: Plain): value is PlainElement =>
  typeof value === 'object' && value !== null && !isList(value) && 'ref' in value;

const written = (value: Plain | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? '');

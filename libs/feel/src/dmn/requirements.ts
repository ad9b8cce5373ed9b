import type { Refuse } from './compilation';
import { type DmnFile, type Link, linkOf } from './imports';
import { refuseChains } from './requirement-chains';
import { childOf, childrenOf, type Tree } from './xml-tree';

/** An input, decision, knowledge model or service of the requirement graph. */
export interface DrgElement {
  readonly id: string;
  /** The name by which others see its value. */
  readonly name: string;
  /** Its other names: Camunda 8 knows a decision without a variable by its id. */
  readonly aliases: readonly string[];
  readonly tree: Tree;
  readonly file: DmnFile;
  /** What it needs. */
  readonly requires: readonly Link[];
}

const KINDS = new Set(['inputData', 'decision', 'businessKnowledgeModel', 'decisionService']);

/** Reads the requirement graph (DMN 1.5, chapter 6) and refuses what cannot be linked. */
export function readRequirements(files: readonly DmnFile[], refuse: Refuse): DrgElement[] {
  const elements = files.flatMap((file) =>
    file.definitions.children.filter(({ name }) => KINDS.has(name)).map((tree) => readElement(file, tree)),
  );
  const byId = new Map<string, DrgElement>();
  for (const element of elements) {
    const { id, tree } = element;
    if (id === '') refuse('missing-id', tree.name, 'it has no id. Give it one.');
    else if (byId.has(id))
      refuse('duplicate-id', id, 'two elements have this id. Give each an id of its own.');
    byId.set(id, element);
  }
  for (const element of elements) {
    refuseReferences(element, byId, refuse);
    refuseTwins(element, byId, refuse);
  }
  refuseChains(elements, byId, refuse);
  return elements;
}

function readElement(file: DmnFile, tree: Tree): DrgElement {
  const { id = '', name } = tree.attributes;
  const variable = childOf(tree, 'variable')?.attributes.name;
  const names = [variable, name, id].flatMap((one) => (one?.trim() ? [one.trim()] : []));
  const [first = '', ...aliases] = names;
  return {
    id: file.prefix + (id || (name ?? '')),
    name: first,
    aliases,
    tree,
    file,
    requires: referencesIn(tree).flatMap((reference) => linkOf(file, reference) ?? []),
  };
}

function referencesIn(tree: Tree): Tree[] {
  return ['informationRequirement', 'knowledgeRequirement'].flatMap((kind) =>
    childrenOf(tree, kind).flatMap(({ children }) =>
      children.filter(({ name }) => name.startsWith('required')),
    ),
  );
}

const SERVICE_PARTS = ['outputDecision', 'inputDecision', 'inputData', 'encapsulatedDecision'];

function refuseReferences(
  { id, tree, file }: DrgElement,
  byId: ReadonlyMap<string, DrgElement>,
  refuse: Refuse,
): void {
  const parts = tree.name === 'decisionService' ? SERVICE_PARTS : [];
  for (const reference of [...referencesIn(tree), ...parts.flatMap((part) => childrenOf(tree, part))]) {
    if (byId.has(linkOf(file, reference)?.id ?? '')) continue;
    const { href = '' } = reference.attributes;
    refuse(
      'dangling-reference',
      id,
      `it requires ${href.replace(/^#/, '') || 'something without an id'}, which does not exist in this file. Draw it, or remove the requirement.`,
    );
  }
}

/** Two required values of one name: an expression could mean either. */
function refuseTwins(
  { id, requires }: DrgElement,
  byId: ReadonlyMap<string, DrgElement>,
  refuse: Refuse,
): void {
  const seen = new Map<string, string>();
  for (const { id: other, importName = '' } of requires) {
    const name = byId.get(other)?.name;
    if (name === undefined) continue;
    const place = `${importName}#${name}`;
    const twin = seen.get(place) ?? other;
    if (twin !== other)
      refuse(
        'duplicate-name',
        id,
        `it requires ${twin} and ${other}, which are both named '${name}'. Rename one of them.`,
      );
    seen.set(place, other);
  }
}

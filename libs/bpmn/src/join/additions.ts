import { isBus } from '../compile/elsewhere';
import type { ModelElement } from '../document/model-document';
import { childrenOf, idOf } from '../xml/element';
import type { FragmentFile } from './fragment-file';
import { refuse } from './refusal';

/** Adds what was drawn in the fragments beside their pools: artefacts, and message flows between two of their pools. */
export function addToCollaborations(
  joined: ModelElement,
  flows: readonly ModelElement[],
  fragments: readonly FragmentFile[],
): void {
  const collaborations = new Map(
    childrenOf(joined, 'rootElements')
      .filter(({ $type }) => $type === 'bpmn:Collaboration')
      .map((one) => [idOf(one), one as ModelElement]),
  );
  for (const fragment of fragments) {
    for (const drawn of collaborationsOf(fragment)) {
      checkPools(drawn, fragment);
      const collaboration = collaborations.get(idOf(drawn));
      if (!collaboration) continue;
      append(
        collaboration,
        'messageFlows',
        childrenOf(drawn, 'messageFlows').filter((flow) => flows.includes(flow as ModelElement)),
      );
      append(collaboration, 'artifacts', childrenOf(drawn, 'artifacts'));
    }
  }
}

/** Processes of pools that had none when the model was split. */
export function addedProcesses(
  joined: ModelElement,
  fragments: readonly FragmentFile[],
): readonly ModelElement[] {
  const there = new Set(childrenOf(joined, 'rootElements').map(idOf));
  return fragments
    .flatMap(({ here }) => here.flatMap(({ process }) => process ?? []))
    .filter((process) => !there.has(idOf(process)));
}

export function append(element: ModelElement, property: string, added: readonly unknown[]): void {
  if (added.length > 0) element.set(property, [...childrenOf(element, property), ...added]);
}

const collaborationsOf = ({ document }: FragmentFile): readonly ModelElement[] =>
  childrenOf(document.definitions, 'rootElements').filter(
    ({ $type }) => $type === 'bpmn:Collaboration',
  ) as ModelElement[];

/** A pool that is new in a fragment would be a participant without a fragment of its own. */
function checkPools(collaboration: ModelElement, { here, title }: FragmentFile): void {
  for (const pool of childrenOf(collaboration, 'participants')) {
    if (isBus(pool) || here.some(({ xml }) => xml === pool)) continue;
    refuse(
      'fragment-changed',
      idOf(pool),
      `the fragment ${title} has a new pool. Draw it in the whole model, and split that again.`,
    );
  }
}

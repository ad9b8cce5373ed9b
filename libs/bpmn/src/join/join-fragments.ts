import { copyElement } from '../document/copy-element';
import type { ModelDocument, ModelElement } from '../document/model-document';
import { readModel } from '../document/read-model';
import { writeModel } from '../document/write-model';
import { words } from '../split/vocabulary';
import { childOf, childrenOf, idOf } from '../xml/element';
import { addedProcesses, addToCollaborations, append } from './additions';
import { checkFragments } from './check-fragments';
import { JoinedDrawings } from './drawings';
import { type FragmentFile, readFragment } from './fragment-file';
import { JoinedFlows } from './message-flows';
import { mergeNamespaces } from './namespaces';
import { mergeSharedRoots } from './shared-roots';

/**
 * Joins the fragments of a model, in any order, to the model that was split: `joinFragments` of what `splitModel` gave
 * is the model. What has been edited in a fragment's own pool is taken as it is now.
 *
 * Throws a `ScoreRefusedError` for fragments that are missing, there twice, of different models or versions, or edited
 * so that they no longer fit; it names the element, the fragment and the remedy.
 */
export async function joinFragments(xmls: readonly string[]): Promise<string> {
  const fragments: FragmentFile[] = [];
  for (const [place, xml] of xmls.entries()) fragments.push(await readFragment(xml, place));
  checkFragments(fragments);
  const whole = await readModel(fragments[0]?.whole ?? '');
  const definitions = assemble(whole, fragments);
  return writeModel({ ...whole, definitions });
}

function assemble(whole: ModelDocument, fragments: readonly FragmentFile[]): ModelElement {
  const roots = mergeSharedRoots(whole, fragments);
  const flows = new JoinedFlows(whole, fragments);
  const owners = new Map(fragments.flatMap(({ here }) => here.map((pool) => [pool.id, pool] as const)));

  const joined = copyElement(whole.definitions, undefined, (child) => {
    if (child.$type === 'bpmn:MessageFlow') return flows.of(child);
    const owner = owners.get(child.$attrs?.[words.pool] ?? '');
    if (owner && child.$type === 'bpmn:Participant') return owner.xml;
    if (owner && child.$type === 'bpmn:Process') return owner.process;
    return child.$parent === whole.definitions ? (roots.changed.get(idOf(child)) ?? child) : child;
  });
  append(joined, 'rootElements', [...addedProcesses(joined, fragments), ...roots.added]);
  addToCollaborations(joined, flows.added, fragments);
  drawAll(joined, new JoinedDrawings(fragments, flows.added), flows);
  mergeNamespaces(joined, fragments);
  return joined;
}

/** Puts the shapes and edges of the fragments where those of their pools stood. */
function drawAll(joined: ModelElement, drawings: JoinedDrawings, flows: JoinedFlows): void {
  const diagrams = childrenOf(joined, 'diagrams');
  diagrams.forEach((diagram, number) => {
    const plane = childOf(diagram, 'plane') as ModelElement | undefined;
    const place = String(number);
    const kept = (childrenOf(plane, 'planeElement') as ModelElement[]).flatMap((drawing) => {
      const { [words.pool]: pool, [words.count]: count } = drawing.$attrs;
      if (pool !== undefined) return drawings.next(place, pool, Number(count));
      return flows.isRemoved(drawing) ? [] : [drawing];
    });
    plane?.set('planeElement', [...kept, ...drawings.rest(place)]);
  });
  append(joined, 'diagrams', drawings.added);
}

import { copyElement } from '../document/copy-element';
import type { ModelElement } from '../document/model-document';
import { extend, FreshIds } from '../document/new-element';
import { writeModel } from '../document/write-model';
import { childOf, childrenOf, type XmlElement } from '../xml/element';
import { drawBus, newBus } from './bus';
import type { Composition } from './composition';
import { describeWhole } from './describe-whole';
import type { DrawnPool } from './pools';
import { redraw } from './redraw';
import { Selection } from './selection';
import { NAMESPACE, PREFIX, words } from './vocabulary';

/** The model of some pools, the bus, and the message flows between them, as text. */
export async function writeFragment(composition: Composition, here: readonly DrawnPool[]): Promise<string> {
  const { document } = composition;
  const { definitions } = document;
  const selection = new Selection(composition, here);
  const ids = new FreshIds(document);
  const buses = new Map(selection.collaborations.map((one) => [one, newBus(one, ids)] as const));

  const fragment = copyElement(definitions, undefined, (child) => {
    const parent = child.$parent as ModelElement;
    if (parent === definitions) return selection.hasRoot(child) ? child : undefined;
    if (parent.$type === 'bpmndi:BPMNPlane') return selection.hasDrawing(child) ? child : undefined;
    const bus = buses.get(parent);
    if (!bus) return child;
    if (!selection.hasInCollaboration(child)) return undefined;
    return selection.crossing.has(child) ? redraw(child, bus, selection) : child;
  });
  addBuses(fragment, buses);
  drawBuses(fragment, buses, selection, ids);
  fragment.$attrs[`xmlns:${PREFIX}`] = NAMESPACE;
  extend(fragment, describeWhole(composition, here));
  return readable(await writeModel({ ...document, definitions: fragment }));
}

function addBuses(fragment: ModelElement, buses: ReadonlyMap<ModelElement, ModelElement>): void {
  const collaborations = childrenOf(fragment, 'rootElements').filter(
    ({ $type }) => $type === 'bpmn:Collaboration',
  ) as ModelElement[];
  [...buses.values()].forEach((bus, place) => {
    const collaboration = collaborations[place];
    collaboration?.set('participants', [...childrenOf(collaboration, 'participants'), bus]);
    Object.assign(bus, { $parent: collaboration });
  });
}

function drawBuses(
  fragment: ModelElement,
  buses: ReadonlyMap<ModelElement, ModelElement>,
  selection: Selection,
  ids: FreshIds,
): void {
  const all = childrenOf(selection.composition.document.definitions, 'diagrams');
  const shown = all.filter((diagram) => selection.hasRoot(diagram as ModelElement));
  const diagrams = childrenOf(fragment, 'diagrams') as ModelElement[];
  diagrams.forEach((diagram, place) => {
    const original = shown[place] as XmlElement;
    diagram.$attrs[words.diagram] = String(all.indexOf(original));
    const plane = childOf(diagram, 'plane') as ModelElement | undefined;
    const bus = buses.get(childOf(plane, 'bpmnElement') as ModelElement);
    if (plane && bus) drawBus(plane, childOf(original, 'plane') as XmlElement, bus, selection, ids);
  });
}

/** The text of the whole, marked up as text rather than escaped, so that people can read it. */
function readable(xml: string): string {
  const [open, close] = [`<${words.whole}>`, `</${words.whole}>`];
  const from = xml.indexOf(open) + open.length;
  const to = xml.indexOf(close);
  const text = xml.slice(from, to).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return text.includes(']]>') ? xml : `${xml.slice(0, from)}<![CDATA[${text}]]>${xml.slice(to)}`;
}

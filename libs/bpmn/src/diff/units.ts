import { definitionName, definitionsOf } from '../compile/events/event-kinds';
import type { ModelDocument, ModelElement } from '../document/model-document';
import { participantName } from '../names/participant-name';
import { childOf, childrenOf, idOf, localType, textOf, type XmlElement } from '../xml/element';
import { factsOf, PARTS } from './facts';

/** An element that is compared on its own. */
export interface Unit {
  /** Its id; of an element without one where it stands. */
  readonly id: string;
  readonly element: ModelElement;
  /** Name of the participant in whose pool it stands. */
  readonly participant: string | undefined;
  /** In words: `service task`, `message start event`. */
  readonly kind: string;
  readonly name: string | undefined;
  /** Id of the sub-process or process around it. */
  readonly scope: string | undefined;
  readonly facts: ReadonlyMap<string, string>;
  /** Exclusive gateways: ids of the flows that leave it; the first one whose condition is true is taken. */
  readonly flows: readonly string[];
}

/** Every element of a model that is compared on its own, by its id. */
export function unitsOf(document: ModelDocument): ReadonlyMap<string, Unit> {
  const participants = participantsOf(document);
  const units = new Map<string, Unit>();
  const pending: [ModelElement, string | undefined][] = [[document.definitions, undefined]];
  for (let next = pending.shift(); next; next = pending.shift()) {
    const [element, around] = next;
    const participant = participants.get(element) ?? around;
    const id = element === document.definitions ? 'definitions' : idOf(element);
    if (!units.has(id)) units.set(id, unitOf(element, id, participant));
    for (const part of PARTS) {
      pending.push(
        ...childrenOf(element, part).map((child): [ModelElement, string | undefined] => [
          child as ModelElement,
          participant,
        ]),
      );
    }
  }
  return units;
}

function unitOf(element: ModelElement, id: string, participant: string | undefined): Unit {
  const parent = element.$parent;
  const isNode = parent !== undefined && childrenOf(parent, 'flowElements').includes(element);
  return {
    id,
    element,
    participant,
    kind: kindOf(element),
    name: textOf(element, 'name')?.replace(/\s+/g, ' '),
    scope: isNode ? idOf(parent) : undefined,
    facts: factsOf(element),
    flows: element.$type === 'bpmn:ExclusiveGateway' ? flowsFrom(element) : [],
  };
}

const flowsFrom = (gateway: ModelElement): readonly string[] =>
  childrenOf(gateway.$parent, 'flowElements')
    .filter((flow) => flow.$type === 'bpmn:SequenceFlow' && childOf(flow, 'sourceRef') === gateway)
    .map(idOf);

/** Pools and processes by the names of their participants; message flows belong to the one that sends. */
function participantsOf({ definitions }: ModelDocument): ReadonlyMap<XmlElement, string> {
  const names = new Map<XmlElement, string>();
  const collaborations = childrenOf(definitions, 'rootElements');
  for (const pool of collaborations.flatMap((root) => childrenOf(root, 'participants'))) {
    const label = textOf(pool, 'name')?.trim();
    const name = (label === undefined ? undefined : (participantName(label) ?? label)) ?? idOf(pool);
    names.set(pool, name);
    const process = childOf(pool, 'processRef');
    if (process) names.set(process, name);
  }
  for (const flow of collaborations.flatMap((root) => childrenOf(root, 'messageFlows'))) {
    let around = childOf(flow, 'sourceRef');
    while (around && !names.has(around)) around = around.$parent;
    if (around) names.set(flow, names.get(around) ?? '');
  }
  return names;
}

/** `message start event` for a start event with a message. */
function kindOf(element: ModelElement): string {
  const definitions = /Event$/.test(element.$type) ? definitionsOf(element).map(definitionName) : [];
  const trigger = (element as { triggeredByEvent?: boolean }).triggeredByEvent ? 'event ' : '';
  const type = localType(element) === 'participant' ? 'pool' : localType(element);
  const words = type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return [...definitions, `${trigger}${words}`].join(' ');
}

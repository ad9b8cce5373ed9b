import { descendants, isXmlElement, type XmlElement } from '../xml/element';

/** Elements below the definitions that cannot be needed as such: they are fragments of their own, or not split at all. */
const NEVER = new Set(['bpmn:Process', 'bpmn:Collaboration', 'bpmn:Choreography', 'bpmn:GlobalConversation']);

/** The root elements (messages, errors, items, …) that elements refer to, and those that these refer to in turn. */
export function neededRoots(
  definitions: XmlElement,
  elements: readonly XmlElement[],
): ReadonlySet<XmlElement> {
  const needed = new Set<XmlElement>();
  const pending = [...elements];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const target of descendants(next).flatMap(references)) {
      const root = rootOf(definitions, target);
      if (!root || needed.has(root) || NEVER.has(root.$type)) continue;
      needed.add(root);
      pending.push(root);
    }
  }
  return needed;
}

/** moddle hides references from enumeration. */
function references(element: XmlElement): readonly XmlElement[] {
  const values = element as unknown as Readonly<Record<string, unknown>>;
  return Object.getOwnPropertyNames(element)
    .filter((name) => !name.startsWith('$'))
    .flatMap((name) => values[name])
    .filter((value) => isXmlElement(value) && value.$parent !== element) as XmlElement[];
}

function rootOf(definitions: XmlElement, element: XmlElement): XmlElement | undefined {
  let around: XmlElement | undefined = element;
  while (around && around.$parent !== definitions) around = around.$parent;
  return around && /^bpmndi:/.test(around.$type) ? undefined : around;
}

import type { ModelElement } from '../document/model-document';
import { newElement } from '../document/new-element';
import { NAMESPACE, PREFIX } from '../split/vocabulary';

/** Marks what is derived, so that nobody takes it for drawn: in this colour, and by an attribute. */
const STROKE = '#6b3fa0';
const FILL = '#efe7f7';

const NAMESPACES: Readonly<Record<string, string>> = {
  [`xmlns:${PREFIX}`]: NAMESPACE,
  'xmlns:color': 'http://www.omg.org/spec/BPMN/non-normative/color/1.0',
  'xmlns:bioc': 'http://bpmn.io/schema/bpmn/biocolor/1.0',
  'xmlns:zeebe': 'http://camunda.org/schema/zeebe/1.0',
};

/** Declares what the marks need. */
export function declareMarks(definitions: ModelElement): void {
  for (const [name, uri] of Object.entries(NAMESPACES)) definitions.$attrs[name] ??= uri;
}

/** A new element of the model that is derived; `why` says what it shows. */
export function derived(
  parent: ModelElement,
  type: string,
  properties: Readonly<Record<string, unknown>>,
  why: string,
  children: Readonly<Record<string, ModelElement | readonly ModelElement[]>> = {},
): ModelElement {
  const { $model: model } = parent;
  const documentation = newElement(model, 'bpmn:Documentation', { text: `Derived: ${why}` });
  const element = newElement(model, type, properties, { documentation: [documentation], ...children });
  element.$attrs[`${PREFIX}:derived`] = 'true';
  return element;
}

/** Adds an element to a list of its parent. */
export function addTo(parent: ModelElement, list: string, element: ModelElement): void {
  const before = (parent as unknown as Record<string, readonly ModelElement[] | undefined>)[list] ?? [];
  Object.assign(element, { $parent: parent });
  parent.set(list, [...before, element]);
}

/** Both of the ways in which modelers store colours. */
export function colour(drawing: ModelElement): void {
  Object.assign(drawing.$attrs, { 'bioc:stroke': STROKE, 'color:border-color': STROKE });
  if (drawing.$type === 'bpmndi:BPMNEdge') return;
  Object.assign(drawing.$attrs, { 'bioc:fill': FILL, 'color:background-color': FILL });
}

/** What the compiler reads of an element of bpmn-moddle's tree; everything else stays behind these functions. */
export interface XmlElement {
  readonly $type: string;
  readonly $parent?: XmlElement;
  /** Attributes of namespaces that moddle does not know, by prefixed name. */
  readonly $attrs?: Readonly<Record<string, string>>;
  /** Children and text of elements of unknown namespaces. */
  readonly $children?: readonly XmlElement[];
  readonly $body?: string;
  readonly id?: unknown;
}

export function isXmlElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && '$type' in value;
}

function property(element: XmlElement, name: string): unknown {
  return (element as unknown as Record<string, unknown>)[name];
}

/** An attribute, or the text of a child element; undefined when absent or blank. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  const value = element && property(element, name);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** An attribute of the XML schema's boolean type. */
export function flagOf(element: XmlElement, name: string, byDefault: boolean): boolean {
  const value = property(element, name);
  return typeof value === 'boolean' ? value : byDefault;
}

export function numberOf(element: XmlElement, name: string): number | undefined {
  const value = property(element, name);
  return typeof value === 'number' ? value : undefined;
}

/** A child, or the element that a reference points to. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  const value = element && property(element, name);
  return isXmlElement(value) ? value : undefined;
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  const value = element && property(element, name);
  return Array.isArray(value) ? value.filter(isXmlElement) : [];
}

/** The id; an element without one is called by its type and the id of the element around it. */
export function idOf(element: XmlElement): string {
  if (typeof element.id === 'string') return element.id;
  const around = element.$parent ? ` in ${idOf(element.$parent)}` : '';
  return `${localType(element)}${around}`;
}

/** `startEvent` for `bpmn:StartEvent`: the name as it stands in the XML. */
export function localType(element: XmlElement): string {
  const name = element.$type.slice(element.$type.indexOf(':') + 1);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** The element and everything inside it, in the order of the document. Without recursion: models may be deep. */
export function descendants(element: XmlElement): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const pending = [element];
  for (let next = pending.pop(); next; next = pending.pop()) {
    found.push(next);
    const first = pending.length;
    for (const key of Object.keys(next)) {
      // What begins with $ leads outside, but for children of unknown types.
      if (key.startsWith('$') && key !== '$children') continue;
      const value = property(next, key);
      if (Array.isArray(value)) {
        for (const item of value as readonly unknown[]) if (standsInside(item, next)) pending.push(item);
      } else if (standsInside(value, next)) pending.push(value);
    }
    reverseFrom(pending, first);
  }
  return found;
}

/** References point anywhere; only what stands inside names this element as its parent. */
const standsInside = (value: unknown, parent: XmlElement): value is XmlElement =>
  isXmlElement(value) && value.$parent === parent;

/** The next one to be popped must be the first one of the document. */
function reverseFrom<Item>(items: Item[], first: number): void {
  for (let low = first, high = items.length - 1; low < high; low += 1, high -= 1) {
    const [one, other] = [items[low] as Item, items[high] as Item];
    items[low] = other;
    items[high] = one;
  }
}

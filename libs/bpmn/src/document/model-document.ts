import type { XmlElement } from '../xml/element';

/** An element of bpmn-moddle's tree, as reading and writing see it. */
export interface ModelElement extends XmlElement {
  readonly $attrs: Record<string, string>;
  readonly $descriptor: {
    readonly name: string;
    /** An element of a namespace that moddle does not know: its attributes are properties of the object. */
    readonly isGeneric?: boolean;
    readonly ns: { readonly uri?: string };
    readonly properties?: readonly ModelProperty[];
    readonly propertiesByName?: Readonly<Record<string, ModelProperty>>;
  };
  readonly $model: ElementFactory;
  set(name: string, value: unknown): void;
}

/** Makes elements for the document that an element stands in. */
export interface ElementFactory {
  create(type: string, properties?: Readonly<Record<string, unknown>>): ModelElement;
  /** An element of a namespace that is not BPMN's. */
  createAny(type: string, namespace: string, properties: Readonly<Record<string, unknown>>): ModelElement;
}

export interface ModelProperty {
  readonly name: string;
  readonly isAttr?: boolean;
  readonly default?: unknown;
  readonly isMany?: boolean;
}

/** A BPMN file in memory, everything in it: processes, extensions known and unknown, and the diagram. */
export interface ModelDocument {
  /** The root element, `bpmn:Definitions`. */
  readonly definitions: ModelElement;
  /** Elements of BPMN and of the diagram by their ids. */
  readonly elementsById: ReadonlyMap<string, ModelElement>;
}

/**
 * Stands where a reference points to nothing in this file: to another file, or to something that was deleted. It
 * has no type; what it is, nobody knows.
 */
export interface MissingElement {
  readonly id: string;
}

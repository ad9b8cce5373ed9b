import type { ProblemList } from '../problem';
import { descendants, idOf, textOf, type XmlElement } from '../xml/element';

interface Dialect {
  readonly name: string;
  readonly remedy: string;
}

const CONVERT = 'Convert the model to Camunda 8 first.';
const FOREIGN: Readonly<Record<string, Dialect>> = {
  'http://camunda.org/schema/1.0/bpmn': {
    name: 'Camunda 7',
    remedy:
      "Convert the model with Camunda's migration tools (the Migration Analyzer & Diagram Converter) first.",
  },
  'http://activiti.org/bpmn': { name: 'Activiti', remedy: CONVERT },
  'http://flowable.org/bpmn': { name: 'Flowable', remedy: CONVERT },
  'http://www.jboss.org/drools': { name: 'jBPM', remedy: CONVERT },
};

/** Refuses models written for another engine: their extensions would be ignored in silence. */
export function checkDialect(definitions: XmlElement, problems: ProblemList): void {
  const prefixes = new Map<string, Dialect>();
  const elements = descendants(definitions);
  for (const [name, uri] of elements.flatMap(({ $attrs }) => Object.entries($attrs ?? {}))) {
    const dialect = Object.hasOwn(FOREIGN, uri) ? FOREIGN[uri] : undefined;
    if (name.startsWith('xmlns:') && dialect) prefixes.set(name.slice('xmlns:'.length), dialect);
  }
  const platform =
    textOf(definitions, 'modeler:executionPlatform') ?? definitions.$attrs?.['modeler:executionPlatform'];
  if (platform === 'Camunda Platform') refuse(definitions, FOREIGN['http://camunda.org/schema/1.0/bpmn']);
  if (prefixes.size === 0) return;
  for (const element of elements) {
    const names = [element.$type, ...Object.keys(element.$attrs ?? {})];
    const used = names
      .map((name) => prefixes.get(name.slice(0, Math.max(0, name.indexOf(':')))))
      .find((one) => one);
    if (used) refuse(named(element), used);
  }

  /** Extension elements have no ids; the element that carries them does. */
  function named(element: XmlElement): XmlElement {
    return typeof element.id === 'string' || !element.$parent ? element : named(element.$parent);
  }

  function refuse(element: XmlElement, dialect: Dialect | undefined): void {
    if (!dialect) return;
    const id = idOf(element);
    problems.add({
      rule: 'foreign-dialect',
      element: id,
      message: `${id}: it is written for ${dialect.name}, whose extensions would not run here. ${dialect.remedy}`,
    });
  }
}

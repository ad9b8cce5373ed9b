import { BpmnModdle, type ModdleWarning, type ParsedBpmn } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import { type Problem, ScoreRefusedError } from '../problem';
import { checkText } from '../xml/check-text';
import { idOf, isXmlElement } from '../xml/element';
import { parseBpmn } from '../xml/parse-bpmn';
import { keepMissingReferences, type Reference } from './missing-references';
import type { ModelDocument, ModelElement } from './model-document';
import { mendUnknownElements } from './unknown-elements';
import { lostNamespaces } from './namespaces';
import { normaliseWhiteSpace } from './white-space';

const moddle = new BpmnModdle({ zeebe });
const knownPrefixes = new Set(moddle.getPackages().map(({ prefix }) => prefix));

/**
 * Reads a BPMN file so that `writeModel` gives an equal one: elements, attributes, references (also those that lead
 * out of the file), extensions of any vendor, and the diagram. Comments are no part of a model. What it says is not
 * judged; that is `compileScore`'s.
 *
 * Throws a `ScoreRefusedError` when the text is no BPMN, or has content that would be lost.
 */
export async function readModel(xml: string): Promise<ModelDocument> {
  const refusal = checkText(xml);
  if (refusal) throw new ScoreRefusedError([refusal]);
  const parsed = await parse(normaliseWhiteSpace(xml));
  const definitions = parsed.rootElement as ModelElement;
  const losses = [
    ...parsed.warnings.flatMap(lossOf),
    ...mendUnknownElements(definitions),
    ...lostNamespaces(definitions, knownPrefixes),
  ];
  if (losses.length > 0) throw new ScoreRefusedError(losses);
  const elementsById = new Map(Object.entries(parsed.elementsById as Record<string, ModelElement>));
  keepMissingReferences(parsed.references as readonly Reference[], elementsById);
  return { definitions, elementsById };
}

async function parse(xml: string): Promise<ParsedBpmn> {
  try {
    return await parseBpmn(moddle, xml);
  } catch (cause) {
    const reason = cause instanceof Error ? oneLine(cause.message) : String(cause);
    throw new ScoreRefusedError([
      {
        rule: 'unreadable-model',
        element: 'definitions',
        message: `The file cannot be read as BPMN: ${reason}. Save it as BPMN 2.0 XML from a modeler.`,
      },
    ]);
  }
}

/** What moddle warns of is missing in its tree, but for three things: they are in it, or are put back. */
function lossOf({ message, element }: ModdleWarning): readonly Problem[] {
  if (/^(unresolved reference|unknown attribute|unsupported document encoding)/.test(message)) return [];
  const duplicate = /duplicate ID <(.*)>/.exec(message)?.[1];
  const id = duplicate ?? (isXmlElement(element) ? idOf(element) : 'definitions');
  return [
    {
      rule: duplicate === undefined ? 'unknown-content' : 'duplicate-id',
      element: id,
      message: `${id}: ${oneLine(message)}. It would be lost; give each element an id of its own, and remove what BPMN 2.0 does not know.`,
    },
  ];
}

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}

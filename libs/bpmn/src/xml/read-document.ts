import { BpmnModdle, type ModdleWarning } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import { ProblemList, ScoreRefusedError } from '../problem';
import { idOf, isXmlElement, type XmlElement } from './element';
import { checkText } from './check-text';
import { parseBpmn } from './parse-bpmn';

/**
 * Parses BPMN XML. What cannot be read at all (no XML, no BPMN, ids twice, unknown elements of BPMN) is thrown as
 * a `ScoreRefusedError`, because judging the rest of such a tree would only report consequences. References that
 * point to nothing are added to `problems`.
 */
export async function readDocument(xml: string, problems: ProblemList): Promise<XmlElement> {
  const refusal = checkText(xml);
  if (refusal) throw new ScoreRefusedError([refusal]);
  const { rootElement, warnings } = await parse(xml);
  const broken = new ProblemList();
  for (const warning of warnings) report(warning, broken, problems);
  broken.throwIfAny();
  return rootElement;
}

/** BPMN's schema with the extensions of Camunda 8; building it takes as long as reading a model, and nothing changes it. */
const moddle = new BpmnModdle({ zeebe });

async function parse(xml: string): Promise<{ rootElement: XmlElement; warnings: readonly ModdleWarning[] }> {
  try {
    const { rootElement, warnings } = await parseBpmn(moddle, xml);
    if (isXmlElement(rootElement)) return { rootElement, warnings };
    throw new Error('the document is empty');
  } catch (cause) {
    const reason = cause instanceof Error ? flat(cause.message) : String(cause);
    const notBpmn = /unexpected element|failed to parse document as/.test(reason);
    throw new ScoreRefusedError([
      {
        rule: notBpmn ? 'not-bpmn' : 'not-xml',
        element: 'definitions',
        message: `The file is no ${notBpmn ? 'BPMN model' : 'well-formed XML'}: ${reason}. Save it as BPMN 2.0 XML from a modeler.`,
      },
    ]);
  }
}

function report(warning: ModdleWarning, broken: ProblemList, problems: ProblemList): void {
  const element = isXmlElement(warning.element) ? warning.element : undefined;
  // The diagram is a modeler's business; it does not change what runs.
  if (element && /^(bpmndi|di|dc):/.test(element.$type)) return;
  if (warning.message.startsWith('unsupported document encoding')) return;
  const id = element ? idOf(element) : 'definitions';
  if (warning.message.startsWith('unresolved reference')) {
    problems.addDangling({
      rule: 'dangling-reference',
      element: id,
      message: `${id}: ${attribute(warning.property)} points to '${warning.value ?? ''}', which does not exist in this file. Draw it anew or correct the id.`,
    });
    return;
  }
  const duplicate = /duplicate ID <(.*)>/.exec(warning.message);
  if (duplicate) {
    const twice = duplicate[1] ?? '';
    broken.add({
      rule: 'duplicate-id',
      element: twice,
      message: `${twice}: two elements have this id. Give each element an id of its own.`,
    });
    return;
  }
  broken.add({
    rule: warning.message.startsWith('unknown attribute') ? 'unknown-attribute' : 'unknown-content',
    element: id,
    message: `${id}: ${flat(warning.message)}. Remove what BPMN 2.0 and Camunda 8 do not know, or save the model anew from a modeler.`,
  });
}

function attribute(property: string | undefined): string {
  return (property ?? 'a reference').replace(/^bpmn:/, '');
}

function flat(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}

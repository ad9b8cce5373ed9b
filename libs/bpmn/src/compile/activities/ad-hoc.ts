import { childOf, flagOf, textOf, type XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';
import type { NodeContent, NodeDraft } from '../draft';
import { isActivity } from '../element-kind';
import { compileFormula } from '../expressions';
import type { ProcessContext } from '../process-context';
import { groupByScope } from '../scopes';
import { compileOutput } from './output';

/** What an ad-hoc sub-process says about itself; its activities are linked once the sequence flows are. */
export function compileAdHoc(context: ProcessContext, xml: XmlElement): NodeContent['adHoc'] {
  const adHoc = extensionOf(xml, 'zeebe:AdHoc');
  if (extensionOf(xml, 'zeebe:TaskDefinition')) {
    context.refuse(
      'not-supported',
      xml,
      'an ad-hoc sub-process whose activities a worker chooses is not supported. Name them by activeElementsCollection.',
    );
  }
  const formula = (what: string, text: string | undefined) =>
    text === undefined ? undefined : compileFormula(context, xml, what, text);
  const activeElements = formula('active elements collection', textOf(adHoc, 'activeElementsCollection'));
  const completionCondition = formula(
    'completion condition',
    textOf(childOf(xml, 'completionCondition'), 'body'),
  );
  return {
    activities: [],
    sequential: textOf(xml, 'ordering') === 'Sequential',
    cancelRemainingInstances: flagOf(xml, 'cancelRemainingInstances', true),
    ...(activeElements ? { activeElements } : {}),
    ...(completionCondition ? { completionCondition } : {}),
    ...compileOutput(context, xml, adHoc),
  };
}

/** Besides activities: gateways and intermediate events, which BPMN allows inside as well. */
const BEGINS = /(Gateway|CatchEvent|ThrowEvent)$/;

/** What no sequence flow reaches can be activated; BPMN allows neither start nor end events beside them. */
export function linkAdHocActivities(context: ProcessContext): void {
  const nodes = [...context.process.nodes.values()];
  const byScope = groupByScope(nodes);
  for (const { node, xml } of nodes) {
    if (!node.adHoc) continue;
    const inside = byScope.get(node.id) ?? [];
    for (const other of inside) refuseEvent(context, node.id, other);
    node.adHoc.activities = inside
      .map((other) => other.node)
      .filter(({ incoming, isForCompensation }) => incoming.length === 0 && !isForCompensation)
      .filter(({ kind }) => isActivity(kind) || BEGINS.test(kind))
      .filter(({ kind, triggerOf }) => kind !== 'linkCatchEvent' && triggerOf === undefined);
    if (!node.adHoc.activities.some(({ kind }) => isActivity(kind))) {
      context.refuse('ad-hoc', xml, 'it has no activity to begin with. Draw at least one inside.');
    }
  }
}

function refuseEvent(context: ProcessContext, around: string, { node, xml }: NodeDraft): void {
  if (xml.$type !== 'bpmn:StartEvent' && xml.$type !== 'bpmn:EndEvent') return;
  context.refuse(
    'ad-hoc',
    xml,
    `the ad-hoc sub-process ${around} has a start or end event, which BPMN does not allow. Remove ${node.id}.`,
  );
}

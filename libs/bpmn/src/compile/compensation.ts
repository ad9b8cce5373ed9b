import { childOf, idOf, type XmlElement } from '../xml/element';
import type { NodeDraft } from './draft';
import { isActivity, isScope } from './element-kind';
import type { ProcessContext } from './process-context';

/** Links activities with the handlers that undo them, by way of boundary event and association. */
export function linkCompensation(context: ProcessContext, associations: readonly XmlElement[]): void {
  const handlers = new Set<string>();
  const linked = endsByElement(associations);
  for (const boundary of context.process.nodes.values()) {
    if (boundary.node.kind !== 'compensationBoundaryEvent') continue;
    const handler = handlerOf(context, boundary, linked.get(boundary.xml) ?? []);
    if (!handler) continue;
    linkHandler(context, boundary, handler, handlers);
  }
  for (const { node, xml } of context.process.nodes.values()) {
    if (node.isForCompensation && !handlers.has(node.id)) {
      context.refuse(
        'compensation',
        xml,
        'it is marked as a compensation handler, but no compensation boundary event leads to it. Draw an association from one.',
      );
    }
    checkThrow(context, node, xml);
  }
}

/** What is at the other end of an element's associations; text annotations are comments. */
function endsByElement(associations: readonly XmlElement[]): ReadonlyMap<XmlElement, XmlElement[]> {
  const ends = new Map<XmlElement, XmlElement[]>();
  for (const association of associations) {
    const [source, target] = [childOf(association, 'sourceRef'), childOf(association, 'targetRef')];
    if (!source || !target || source === target) continue;
    for (const [one, other] of [[source, target] as const, [target, source] as const]) {
      if (other.$type !== 'bpmn:TextAnnotation') (ends.get(one) ?? ends.set(one, []).get(one))?.push(other);
    }
  }
  return ends;
}

function handlerOf(
  context: ProcessContext,
  boundary: NodeDraft,
  targets: readonly XmlElement[],
): NodeDraft | undefined {
  const [target] = targets;
  if (!target || targets.length > 1) {
    context.refuse(
      'compensation',
      boundary.xml,
      `a compensation boundary event needs exactly one handler, this one has ${targets.length}. Draw one association to an activity that is marked isForCompensation.`,
    );
    return undefined;
  }
  const handler = context.process.nodes.get(idOf(target));
  if (!handler && target.$parent === boundary.xml.$parent) return undefined;
  if (!handler || handler.node.scope !== boundary.node.scope || !isActivity(handler.node.kind)) {
    context.refuse(
      'compensation',
      boundary.xml,
      `its handler ${idOf(target)} is no activity of the same scope. Draw the handler beside the activity that it undoes.`,
    );
    return undefined;
  }
  return handler;
}

function linkHandler(
  context: ProcessContext,
  boundary: NodeDraft,
  handler: NodeDraft,
  handlers: Set<string>,
): void {
  const { node } = handler;
  if (!node.isForCompensation) {
    context.refuse(
      'compensation',
      handler.xml,
      `it undoes an activity (by ${boundary.node.id}), but is not marked as a handler. Set isForCompensation="true".`,
    );
  }
  handlers.add(node.id);
  const activity = boundary.node.attachedTo && context.process.nodes.get(boundary.node.attachedTo);
  if (!activity) return;
  if (activity.node.compensationHandler) {
    context.refuse(
      'compensation',
      boundary.xml,
      `${activity.node.id} has two compensation boundary events. Keep one; its handler may be a sub-process.`,
    );
    return;
  }
  if (activity.node.isForCompensation) {
    context.refuse(
      'compensation',
      boundary.xml,
      `${activity.node.id} is a compensation handler itself and is never undone. Remove its boundary event.`,
    );
    return;
  }
  activity.node.compensationHandler = node;
}

/** BPMN 2.0.2, 10.5.3: an event sees the activities of its own scope, in an event sub-process also those around that. */
function isVisible(
  context: ProcessContext,
  activityScope: string | undefined,
  from: string | undefined,
): boolean {
  if (activityScope === from) return true;
  const around = context.process.nodes.get(from ?? '')?.node;
  return around?.kind === 'eventSubProcess' && isVisible(context, activityScope, around.scope);
}

function checkThrow(context: ProcessContext, node: NodeDraft['node'], xml: XmlElement): void {
  if (node.compensates === undefined) return;
  const target = context.process.nodes.get(node.compensates);
  if (!target) {
    context.refuse(
      'compensation',
      xml,
      `it undoes ${node.compensates}, which is no activity of this process. Choose one, or none to undo the whole scope.`,
    );
    return;
  }
  if (!isVisible(context, target.node.scope, node.scope)) {
    context.refuse(
      'compensation',
      xml,
      `it undoes ${node.compensates}, which is in another scope. Move the event into that scope.`,
    );
  } else if (
    !target.node.compensationHandler &&
    !(isScope(target.node.kind) && target.node.kind !== 'eventSubProcess') &&
    target.node.kind !== 'callActivity'
  ) {
    context.refuse(
      'compensation',
      xml,
      `it undoes ${node.compensates}, which has no compensation handler. Attach a compensation boundary event to it.`,
    );
  }
}

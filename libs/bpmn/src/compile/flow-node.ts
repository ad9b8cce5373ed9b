import { parseDuration } from '@partitura/feel';
import type { ElementKind } from '../model';
import { childOf, flagOf, textOf, type XmlElement } from '../xml/element';
import { extensionOf, propertyOf } from '../xml/extensions';
import { compileAdHoc } from './activities/ad-hoc';
import { compileCalledElement } from './activities/called-element';
import { compileListeners } from './activities/listeners';
import { compileLoop } from './activities/loop';
import { draftNode, type NodeDraft } from './draft';
import { isActivity, isTask } from './element-kind';
import { compileEvent } from './events/compile-event';
import { definitionsOf, eventTypes } from './events/event-kinds';
import { compileMessage } from './events/message';
import { compileTriggers } from './events/multiple';
import { compileFormula, compileParsed } from './expressions';
import { compileMappings } from './mappings';
import type { ProcessContext } from './process-context';
import { compileCalledDecision } from './tasks/called-decision';
import { isDoneByWorker } from './tasks/implementation';
import { compileJob } from './tasks/job';
import { compileScript, compileScriptJob } from './tasks/script';
import { compileUserTask } from './tasks/user-task';

/** Compiles what a node says about itself; its links to other nodes come later. */
export function compileFlowNode(
  context: ProcessContext,
  xml: XmlElement,
  kind: ElementKind,
  id: string,
  scope: string | undefined,
): NodeDraft {
  const draft = draftNode(xml, context.process, kind, id);
  const { node } = draft;
  node.name = textOf(xml, 'name');
  node.scope = scope;
  node.inputs = compileMappings(context, xml, 'input');
  node.outputs = compileMappings(context, xml, 'output');
  node.listeners = compileListeners(context, xml);
  if (isActivity(kind)) {
    node.isForCompensation = flagOf(xml, 'isForCompensation', false);
    node.loop = compileLoop(context, xml);
  }
  if (kind === 'eventSubProcess') refuseMarkers(context, xml);
  compileTimeout(context, draft);
  if (eventTypes.includes(xml.$type)) compileAnyEvent(context, draft);
  else compileOther(context, draft);
  return draft;
}

function compileAnyEvent(context: ProcessContext, draft: NodeDraft): void {
  const { node, xml } = draft;
  const isThrow = /(End|Throw)Event$/.test(node.kind);
  const workerSends = isThrow && node.kind.startsWith('message') && extensionOf(xml, 'zeebe:TaskDefinition');
  if (workerSends) {
    // A worker sends the message: for the engine that is a job like any other.
    node.job = compileJob(context, xml);
    return;
  }
  compileEvent(context, draft, definitionsOf(xml)[0] ?? xml);
  if (!node.kind.startsWith('multiple')) return;
  node.parallelMultiple = !isThrow && flagOf(xml, 'parallelMultiple', false);
  if (isThrow && extensionOf(xml, 'zeebe:TaskDefinition')) {
    context.refuse(
      'task-definition',
      xml,
      'a worker cannot send one message of several definitions. Draw an event of its own for it.',
    );
  }
  node.triggers = compileTriggers(context, draft);
}

function compileOther(context: ProcessContext, { node, xml }: NodeDraft): void {
  switch (node.kind) {
    case 'serviceTask':
      node.job = compileJob(context, xml);
      return;
    case 'scriptTask':
      if (isDoneByWorker(context, xml, 'zeebe:Script')) node.job = compileScriptJob(context, xml);
      else node.script = compileScript(context, xml);
      return;
    case 'businessRuleTask':
      if (isDoneByWorker(context, xml, 'zeebe:CalledDecision')) node.job = compileJob(context, xml);
      else node.calledDecision = compileCalledDecision(context, xml);
      return;
    case 'sendTask':
      if (extensionOf(xml, 'zeebe:TaskDefinition')) node.job = compileJob(context, xml);
      else node.message = compileMessage(context, xml, xml, 'throw');
      return;
    case 'userTask':
      node.userTask = compileUserTask(context, xml);
      return;
    case 'receiveTask':
      node.instantiate = flagOf(xml, 'instantiate', false);
      node.message = compileMessage(context, xml, xml, 'catch');
      return;
    case 'eventBasedGateway':
      node.instantiate = flagOf(xml, 'instantiate', false);
      node.parallelMultiple = textOf(xml, 'eventGatewayType') === 'Parallel';
      return;
    case 'complexGateway': {
      const text = textOf(childOf(xml, 'activationCondition'), 'body');
      if (text !== undefined)
        node.activationCondition = compileFormula(context, xml, 'activation condition', text);
      return;
    }
    case 'callActivity':
      node.calledElement = compileCalledElement(context, xml);
      return;
    case 'adHocSubProcess':
      node.adHoc = compileAdHoc(context, xml);
      return;
    default:
  }
}

/** An event sub-process begins with its event, once for each time that it happens. */
function refuseMarkers(context: ProcessContext, xml: XmlElement): void {
  if (!childOf(xml, 'loopCharacteristics') && !flagOf(xml, 'isForCompensation', false)) return;
  context.refuse(
    'event-sub-process',
    xml,
    'an event sub-process is neither repeated nor a compensation handler. Remove the marker, or draw it on a sub-process inside.',
  );
}

/** Tasks without work end at once; everything else that lasts has another way to end. */
const WITHOUT_WAIT: ReadonlySet<ElementKind> = new Set(['undefinedTask', 'manualTask']);

function compileTimeout(context: ProcessContext, { node, xml }: NodeDraft): void {
  const timeout = propertyOf(xml, 'timeout');
  if (timeout === undefined) return;
  if (!isTask(node.kind)) {
    context.refuse('timeout', xml, 'only tasks have the property timeout. Use a timer boundary event.');
  } else if (!WITHOUT_WAIT.has(node.kind)) {
    node.timeout = compileParsed(context, xml, 'property timeout', timeout, parseDuration);
  }
}

import { parseDuration } from '@partitura/feel';
import type { ElementKind } from '../model';
import { childOf, childrenOf, flagOf, textOf, type XmlElement } from '../xml/element';
import { propertyOf } from '../xml/extensions';
import { compileMessage } from './message';
import { draftNode, type NodeDraft } from './draft';
import { isActivity, isTask } from './element-kind';
import { compileErrorCode } from './error-code';
import { compileParsed } from './expressions';
import { compileJob } from './job';
import { compileMappings } from './mappings';
import type { ProcessContext } from './process-context';
import { compileTimer } from './timer';
import { compileUserTask } from './user-task';

/** Compiles what a node says about itself; its links to other nodes come later. */
export function compileFlowNode(
  context: ProcessContext,
  xml: XmlElement,
  kind: ElementKind,
  id: string,
): NodeDraft {
  const draft = draftNode(xml, context.process, kind, id);
  const { node } = draft;
  node.name = textOf(xml, 'name');
  node.inputs = compileMappings(context, xml, 'input');
  node.outputs = compileMappings(context, xml, 'output');
  node.isForCompensation = isActivity(kind) && flagOf(xml, 'isForCompensation', false);
  compileTimeout(context, draft);
  compileOwn(context, draft);
  return draft;
}

function compileOwn(context: ProcessContext, { node, xml }: NodeDraft): void {
  const definition = childrenOf(xml, 'eventDefinitions')[0];
  const event = definition ?? xml;
  switch (node.kind) {
    case 'serviceTask':
      node.job = compileJob(context, xml);
      return;
    case 'userTask':
      node.userTask = compileUserTask(context, xml);
      return;
    case 'receiveTask':
      node.message = compileMessage(context, xml, xml, 'catch');
      return;
    case 'messageStartEvent':
      node.message = compileMessage(context, xml, event, 'start');
      return;
    case 'messageCatchEvent':
      node.message = compileMessage(context, xml, event, 'catch');
      return;
    case 'messageBoundaryEvent':
      node.message = compileMessage(context, xml, event, 'catch');
      node.interrupting = flagOf(xml, 'cancelActivity', true);
      return;
    case 'messageThrowEvent':
    case 'messageEndEvent':
      node.message = compileMessage(context, xml, event, 'throw');
      return;
    case 'timerStartEvent':
      node.timer = compileTimer(context, xml, event, ['date', 'cycle']);
      return;
    case 'timerCatchEvent':
      node.timer = compileTimer(context, xml, event, ['duration', 'date']);
      return;
    case 'timerBoundaryEvent':
      node.interrupting = flagOf(xml, 'cancelActivity', true);
      node.timer = compileTimer(
        context,
        xml,
        event,
        node.interrupting ? ['duration', 'date'] : ['duration', 'date', 'cycle'],
      );
      return;
    case 'errorBoundaryEvent':
      node.interrupting = true;
      if (!flagOf(xml, 'cancelActivity', true)) {
        context.refuse(
          'boundary-event',
          xml,
          'an error boundary event must interrupt. Make it interrupting.',
        );
      }
      node.errorCode = compileErrorCode(context, xml, event, 'catch');
      return;
    case 'errorEndEvent':
      node.errorCode = compileErrorCode(context, xml, event, 'throw');
      return;
    case 'compensationThrowEvent':
    case 'compensationEndEvent':
      node.compensates = textOf(childOf(event, 'activityRef'), 'id');
      if (!flagOf(event, 'waitForCompletion', true)) {
        context.refuse(
          'compensation',
          xml,
          'compensation that nobody waits for is not supported. Remove waitForCompletion="false".',
        );
      }
      return;
    default:
  }
}

const WAITING: ReadonlySet<ElementKind> = new Set(['serviceTask', 'userTask', 'receiveTask']);

function compileTimeout(context: ProcessContext, { node, xml }: NodeDraft): void {
  const timeout = propertyOf(xml, 'timeout');
  if (timeout === undefined) return;
  if (WAITING.has(node.kind)) {
    node.timeout = compileParsed(context, xml, 'property timeout', timeout, parseDuration);
  } else if (!isTask(node.kind)) {
    // Tasks without work end at once; everything else that lasts has another way to end.
    context.refuse('timeout', xml, 'only tasks have the property timeout. Use a timer boundary event.');
  }
}

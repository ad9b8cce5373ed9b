import type { ElementKind } from '../../model';
import { childOf, flagOf, textOf, type XmlElement } from '../../xml/element';
import type { NodeContent, NodeDraft } from '../draft';
import type { ProcessContext } from '../process-context';
import { compileCondition } from './condition';
import { compileErrorCode, compileEscalationCode } from './codes';
import { compileMessage } from './message';
import { compileSignal } from './signal';
import { compileTimer } from './timer';

/** Fills in what an event's definition says; `definition` is the event itself when it has none. */
export function compileEvent(context: ProcessContext, draft: NodeDraft, definition: XmlElement): void {
  const { node, xml } = draft;
  node.interrupting = interrupts(context, node.kind, xml);
  const side = sideOf(node);
  switch (definitionOf(node.kind)) {
    case 'message':
      node.message = compileMessage(context, xml, definition, side);
      return;
    case 'timer':
      node.timer = compileTimer(context, draft, definition);
      return;
    case 'signal':
      node.signal = compileSignal(context, xml, definition);
      return;
    case 'conditional':
      node.condition = compileCondition(context, xml, definition);
      return;
    case 'error':
      node.errorCode = compileErrorCode(context, xml, definition, side);
      return;
    case 'escalation':
      node.escalationCode = compileEscalationCode(context, xml, definition, side);
      return;
    case 'compensation':
      node.compensates = textOf(childOf(definition, 'activityRef'), 'id');
      if (!flagOf(definition, 'waitForCompletion', true)) {
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

export type Side = 'start' | 'catch' | 'throw';

/** The start event of an event sub-process catches on behalf of the scope around. */
function sideOf({ kind, scope }: NodeContent): Side {
  if (kind.endsWith('StartEvent') && scope === undefined) return 'start';
  return kind.endsWith('EndEvent') || kind.endsWith('ThrowEvent') ? 'throw' : 'catch';
}

/** `message` for a `messageCatchEvent`. */
const definitionOf = (kind: ElementKind): string => /^[a-z]+/.exec(kind)?.[0] ?? '';

const ALWAYS_INTERRUPTING: ReadonlySet<ElementKind> = new Set([
  'errorBoundaryEvent',
  'cancelBoundaryEvent',
  'errorStartEvent',
  'compensationStartEvent',
]);

/** Boundary events by `cancelActivity`, start events of event sub-processes by `isInterrupting`. */
function interrupts(context: ProcessContext, kind: ElementKind, xml: XmlElement): boolean {
  if (kind.endsWith('BoundaryEvent')) {
    const flag = flagOf(xml, 'cancelActivity', true);
    if (!flag && ALWAYS_INTERRUPTING.has(kind)) {
      context.refuse(
        'boundary-event',
        xml,
        `${kind === 'errorBoundaryEvent' ? 'an error' : 'a cancel'} boundary event must interrupt. Make it interrupting.`,
      );
    }
    return flag || ALWAYS_INTERRUPTING.has(kind);
  }
  if (!kind.endsWith('StartEvent')) return false;
  const flag = flagOf(xml, 'isInterrupting', true);
  if (!flag && ALWAYS_INTERRUPTING.has(kind)) {
    context.refuse(
      'event-sub-process',
      xml,
      `${kind === 'errorStartEvent' ? 'an error' : 'a compensation'} start event must interrupt. Make the event sub-process interrupting.`,
    );
  }
  return flag || ALWAYS_INTERRUPTING.has(kind);
}

import type { ProcessContext } from '../compile/process-context';
import type { ElementKind } from '../model';

/** Where an execution listener would never be asked; Camunda 8 refuses the same. */
export function checkListeners(context: ProcessContext): void {
  for (const { node, xml } of context.process.nodes.values()) {
    if (!node.listeners) continue;
    const { start, end, task } = node.listeners;
    if (node.kind !== 'userTask' && Object.keys(task).length > 0) {
      context.refuse('listener', xml, 'only user tasks have task listeners. Use an execution listener.');
    }
    const [phase, reason] = unheard(node.kind);
    const refused = (phase !== 'end' && start.length > 0) || (phase !== 'start' && end.length > 0);
    if (reason === undefined || !refused) continue;
    context.refuse(
      'listener',
      xml,
      `${phase === 'any' ? 'an execution' : phase === 'start' ? 'a start' : 'an end'} listener has no effect here: ${reason}. Move it to another element.`,
    );
  }
}

function unheard(kind: ElementKind): readonly ['start' | 'end' | 'any', string?] {
  if (kind === 'compensationBoundaryEvent') return ['any', 'nothing runs at a compensation boundary event'];
  if (kind.endsWith('BoundaryEvent')) return ['start', 'a boundary event has happened when it is entered'];
  if (kind.endsWith('StartEvent')) return ['start', 'a start event has happened when it is entered'];
  if (kind === 'eventSubProcess')
    return ['start', 'the event has happened when the event sub-process begins'];
  if (kind.endsWith('Gateway')) return ['end', 'a gateway is left where it is entered'];
  if (kind === 'errorEndEvent') return ['end', 'an error end event is left by the error'];
  return ['any'];
}

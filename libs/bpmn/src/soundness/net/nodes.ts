import type { ElementKind, FlowNode } from '../../model';
import { isScope } from '../../compile/element-kind';
import { addThrow, codesAround } from './catchers';
import { type Drawing, isJoin } from './drawing';
import type { Place } from './net';
import { addJoin } from './joins';
import { addWithExits } from './outgoing';
import { addPassing } from './passing';
import { addAdHoc, addBoundaryEvents, addCompletion, addEventSubProcesses } from './scopes';
import { happeningsOf } from './triggers';

/** What a worker, a person or another process does: it may fail with an error. */
export const isWork = ({ kind, job, calledDecision, script }: FlowNode): boolean =>
  job !== undefined ||
  kind === 'serviceTask' ||
  kind === 'userTask' ||
  kind === 'callActivity' ||
  (kind === 'businessRuleTask' && !calledDecision) ||
  (kind === 'scriptTask' && !script);

/** Waits for an event of its own. */
const CATCHING: ReadonlySet<ElementKind> = new Set([
  'messageCatchEvent',
  'timerCatchEvent',
  'signalCatchEvent',
  'conditionalCatchEvent',
  'multipleCatchEvent',
  'receiveTask',
]);

export const isCatching = ({ kind }: FlowNode): boolean => CATCHING.has(kind);

/** Adds everything that can happen at one node. */
export function addNode(drawing: Drawing, node: FlowNode): void {
  if (isScope(node.kind)) return addScope(drawing, node);
  if (isCatching(node)) return addCatch(drawing, node);
  if (node.kind.endsWith('BoundaryEvent')) return;
  // Start events of processes and event sub-processes have happened when a token is behind them.
  if (node.kind.endsWith('StartEvent') && node.kind !== 'noneStartEvent') return;
  if (isJoin(node)) return addJoin(drawing, node);
  if (node.kind === 'eventBasedGateway') return addRace(drawing, node);
  if (isWork(node)) return addWork(drawing, node);
  addPassing(drawing, node);
}

function addScope(drawing: Drawing, node: FlowNode): void {
  const inner = drawing.inner(node.id);
  addCompletion(drawing, node);
  addEventSubProcesses(drawing, inner, node.eventSubProcesses);
  addBoundaryEvents(drawing, node, inner);
  addAdHoc(drawing, node);
}

function addCatch(drawing: Drawing, node: FlowNode): void {
  const at = drawing.place(node);
  const scope = drawing.around(node);
  const happenings = happeningsOf(node, drawing.senders, drawing.net);
  for (const { take } of happenings)
    addWithExits(drawing, node, {
      elements: [node.id],
      // Waiting for one event alone is no race: when it comes, work goes on.
      kind: 'work',
      scope,
      take: [at, ...take],
      clear: drawing.leaving(node),
    });
  addBoundaryEvents(drawing, node);
  if (node.timeout)
    addThrow(drawing, {
      node,
      what: 'error',
      code: 'TIMEOUT',
      elements: [node.id],
      take: [at],
      uncaught: 'undo',
    });
  if (happenings.every(({ take }) => take.length > 0))
    addWait(
      drawing,
      node,
      happenings.flatMap(({ take }) => take),
    );
}

function addWait(drawing: Drawing, node: FlowNode, buffers: readonly Place[]): void {
  drawing.net.waits.set(drawing.place(node), {
    element: node.id,
    process: drawing.number,
    kind: 'message',
    buffers,
  });
}

function addRace(drawing: Drawing, node: FlowNode): void {
  const buffers: Place[] = [];
  let mayWait = true;
  for (const { target } of node.outgoing)
    for (const { take, kind } of happeningsOf(target, drawing.senders, drawing.net)) {
      if (take.length === 0) mayWait = false;
      buffers.push(...take);
      addWithExits(drawing, target, {
        elements: [node.id, target.id],
        kind,
        scope: drawing.around(node),
        take: [drawing.place(node), ...take],
      });
    }
  if (mayWait) addWait(drawing, node, buffers);
}

function addWork(drawing: Drawing, node: FlowNode): void {
  const at = drawing.place(node);
  const scope = drawing.around(node);
  const clear = drawing.leaving(node);
  const step = { elements: [node.id], scope, take: [at], clear };
  addWithExits(drawing, node, step);
  addBoundaryEvents(drawing, node);
  const codes = codesAround(drawing, node, 'error').filter((code) => node.timeout ?? code !== 'TIMEOUT');
  for (const code of codes) addThrow(drawing, { node, what: 'error', code, elements: [node.id], take: [at] });
  // A called process may escalate.
  if (node.kind === 'callActivity')
    for (const code of codesAround(drawing, node, 'escalation'))
      addThrow(drawing, { node, what: 'escalation', code, elements: [node.id], take: [at] });
}

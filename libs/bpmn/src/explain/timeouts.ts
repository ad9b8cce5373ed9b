import type { FlowNode, ProcessModel } from '../model';
import type { ModelElement } from '../document/model-document';
import { newElement } from '../document/new-element';
import { childrenOf, textOf, type XmlElement } from '../xml/element';
import { propertyOf } from '../xml/extensions';
import { addTo, derived } from './derived';
import type { Explanation } from './explanation';
import { placeTimerTo, placeTimerWithEnd } from './timeout-layout';

const CODE = 'TIMEOUT';

/** Draws the `timeout` of each task of a process as a timer, and the error that it ends in. */
export function drawTimeouts(explanation: Explanation, process: ProcessModel): void {
  for (const node of process.elements.values()) {
    // The timeout of a compensation handler counts as a failed attempt; it throws nothing.
    if (node.timeout && !node.isForCompensation) drawTimeout(explanation, process, node);
  }
}

function drawTimeout(explanation: Explanation, process: ProcessModel, node: FlowNode): void {
  const task = explanation.element(node.id);
  const scope = task?.$parent as ModelElement | undefined;
  if (!task || !scope) return;
  const timer = addTimer(explanation, task, scope);
  const targets = catcherOf(process, node)?.outgoing.map(({ target }) => target.id);
  const canvas = explanation.canvasOf(task);
  const bounds = canvas?.boundsOf(task);
  if (targets) {
    for (const [place, id] of targets.entries()) {
      const target = explanation.element(id);
      if (!target) continue;
      const flow = addFlow(explanation, scope, timer, target);
      const there = canvas?.boundsOf(target);
      if (!canvas || !bounds || !there) continue;
      const layout = placeTimerTo(canvas, bounds, there);
      if (place === 0) canvas.addShape(timer, layout.timer);
      canvas.addEdge(flow, layout.points);
    }
    return;
  }
  const end = addEnd(explanation, scope);
  const flow = addFlow(explanation, scope, timer, end);
  if (!canvas || !bounds) return;
  const layout = placeTimerWithEnd(canvas, bounds);
  canvas.addShape(timer, layout.timer);
  canvas.addShape(end, layout.end, { label: layout.label });
  canvas.addEdge(flow, layout.points);
}

/** The boundary event of the task itself that catches the error, if one is drawn. */
function catcherOf({ elements }: ProcessModel, node: FlowNode): FlowNode | undefined {
  const catches = ({ kind, errorCode }: FlowNode): boolean =>
    kind === 'errorBoundaryEvent' && (errorCode === undefined || errorCode.constant === CODE);
  const byCode = node.boundaryEvents.filter((event) => [event, ...(event.triggers ?? [])].some(catches));
  const best = byCode.find(({ errorCode }) => errorCode !== undefined) ?? byCode[0];
  return best && elements.get(best.id);
}

function addTimer({ ids }: Explanation, task: ModelElement, scope: ModelElement): ModelElement {
  const { $model: model } = task;
  const duration = propertyOf(task, 'timeout') ?? '';
  const timeDuration = newElement(model, 'bpmn:FormalExpression', { body: duration });
  const timer = derived(
    task,
    'bpmn:BoundaryEvent',
    { id: ids.fresh(`${String(task.id)}_timeout`), attachedToRef: task, cancelActivity: true },
    `the property timeout of ${textOf(task, 'name') ?? String(task.id)} (${duration}). It runs over all attempts; the job is withdrawn, and a late answer refused.`,
    { eventDefinitions: [newElement(model, 'bpmn:TimerEventDefinition', {}, { timeDuration })] },
  );
  addTo(scope, 'flowElements', timer);
  return timer;
}

function addEnd(explanation: Explanation, scope: ModelElement): ModelElement {
  const { $model: model } = scope;
  const end = derived(
    scope,
    'bpmn:EndEvent',
    { id: explanation.ids.fresh('Timeout'), name: CODE },
    'the error of a task that takes longer than its timeout. It is caught like any error.',
    {
      eventDefinitions: [newElement(model, 'bpmn:ErrorEventDefinition', { errorRef: errorOf(explanation) })],
    },
  );
  addTo(scope, 'flowElements', end);
  return end;
}

/** The error of this code, which the model may have already. */
function errorOf({ document: { definitions }, ids }: Explanation): XmlElement {
  const roots = childrenOf(definitions, 'rootElements');
  const found = roots.find((root) => root.$type === 'bpmn:Error' && textOf(root, 'errorCode') === CODE);
  if (found) return found;
  const error = derived(
    definitions,
    'bpmn:Error',
    { id: ids.fresh('Error_TIMEOUT'), name: CODE, errorCode: CODE },
    'the error of tasks that take longer than their timeout.',
  );
  addTo(definitions, 'rootElements', error);
  return error;
}

function addFlow(
  { ids }: Explanation,
  scope: ModelElement,
  source: ModelElement,
  target: ModelElement,
): ModelElement {
  const flow = derived(
    scope,
    'bpmn:SequenceFlow',
    { id: ids.fresh(`${String(source.id)}_flow`), sourceRef: source, targetRef: target },
    'what happens after a timeout.',
  );
  addTo(scope, 'flowElements', flow);
  return flow;
}

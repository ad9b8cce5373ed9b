import type { ModelElement } from '../document/model-document';
import { newElement } from '../document/new-element';
import type { FlowNode, ProcessModel } from '../model';
import type { Bounds } from '../diagram/bounds';
import type { Canvas } from './canvas';
import { addTo, derived } from './derived';
import type { Explanation } from './explanation';

export interface DrawnUndo {
  readonly scope: ModelElement;
  readonly start: ModelElement;
  readonly end: ModelElement;
  readonly flow: ModelElement;
}

export const UNDO_SIZE = { width: 220, height: 110 };

/** An error that nothing catches undoes the saga; undefined for a process of which the modeller has drawn it. */
export function addUndo(
  explanation: Explanation,
  process: ModelElement,
  model: ProcessModel,
): DrawnUndo | undefined {
  if (model.eventSubProcesses.some(({ startEvent }) => startEvent && catchesAll(startEvent)))
    return undefined;
  const { ids } = explanation;
  const { $model: factory } = process;
  const id = String(process.id);
  const scope = derived(
    process,
    'bpmn:SubProcess',
    { id: ids.fresh(`${id}_undo`), name: 'derived: any other error', triggeredByEvent: true },
    'an error that nothing catches ends the fragment as failed; the whole saga is undone, in every pool.',
  );
  const start = derived(
    scope,
    'bpmn:StartEvent',
    { id: ids.fresh(`${id}_error`) },
    'any error that nothing else catches.',
    { eventDefinitions: [newElement(factory, 'bpmn:ErrorEventDefinition', {})] },
  );
  const end = derived(
    scope,
    'bpmn:EndEvent',
    { id: ids.fresh(`${id}_undone`), name: 'undo the saga' },
    'every completed activity of every participant is compensated, the latest first.',
    { eventDefinitions: [newElement(factory, 'bpmn:CompensateEventDefinition', {})] },
  );
  const flow = derived(
    scope,
    'bpmn:SequenceFlow',
    { id: ids.fresh(`${id}_undo_flow`), sourceRef: start, targetRef: end },
    'what happens after an error.',
  );
  for (const element of [start, end, flow]) addTo(scope, 'flowElements', element);
  addTo(process, 'flowElements', scope);
  return { scope, start, end, flow };
}

const catchesAll = ({ kind, errorCode, triggers = [] }: FlowNode): boolean =>
  (kind === 'errorStartEvent' && errorCode === undefined) || triggers.some(catchesAll);

export function drawUndo(
  canvas: Canvas,
  { scope, start, end, flow }: DrawnUndo,
  { x, y }: Pick<Bounds, 'x' | 'y'>,
): void {
  const row = y + 40;
  canvas.addShape(scope, { x, y, ...UNDO_SIZE }, { attributes: { isExpanded: true } });
  canvas.addShape(start, { x: x + 30, y: row, width: 36, height: 36 });
  canvas.addShape(
    end,
    { x: x + 140, y: row, width: 36, height: 36 },
    { label: { x: x + 118, y: row + 42, width: 80, height: 14 } },
  );
  canvas.addEdge(flow, [
    { x: x + 66, y: row + 18 },
    { x: x + 140, y: row + 18 },
  ]);
}

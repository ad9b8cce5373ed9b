import type { CalledElement, FlowNode } from '@partitura/bpmn';
import { raiseIncident } from './incidents';
import { outwards } from './hosts';
import type { Run } from './run';
import { startInstance } from './saga';
import { processOf } from './score-index';
import type { ElementInstance, InstanceState } from './state';
import { complete } from './tokens';
import { asText } from './typed-values';
import { visibleVariables } from './variables';

/** Calls inside one another; deeper ones are a recursion without end. */
const DEEPEST_CALL = 200;

/** Starts the called process as an instance of the same saga (BPMN 2.0.2, 10.3.6). */
export function callProcess(run: Run, element: ElementInstance, node: FlowNode): void {
  const called = calledElementOf(node);
  const visible = visibleVariables(run, element);
  const processId = asText(
    called.processId.evaluate(visible, run.at),
    `The called process '${called.processId.source}' of ${node.id}`,
  );
  const caller = run.scoreKeyOf(element.instance);
  const key = run.library.process(processId, called.binding, caller);
  const fail = (message: string): void => raiseIncident(run, element, 'CALLED_ELEMENT', 'enter', message);
  if (key === undefined)
    return fail(
      `No process ${processId} is deployed that ${node.id} could call. Deploy it and resolve the incident.`,
    );
  if (depthOf(run, element) >= DEEPEST_CALL)
    return fail(
      `${node.id} would be the call number ${DEEPEST_CALL + 1} inside one another. Let the recursion end, or cancel the instance.`,
    );
  const process = processOf(run.library.score(key), processId);
  const start = process.startEvents.find(({ kind }) => kind === 'noneStartEvent');
  if (!start)
    return fail(
      `Process ${processId} has no none start event, at which ${node.id} could begin it. Draw one and deploy it.`,
    );
  // What belongs to one turn of a multi-instance goes along only with mappings, as in Camunda 8.
  const mapped = node.inputs.length > 0 ? element.variables : undefined;
  const variables = called.propagateAllParentVariables ? visible : mapped;
  startInstance(run, process, start, { ...variables }, { score: key, parent: element.id });
}

function depthOf(run: Run, element: ElementInstance): number {
  let depth = 0;
  for (const host of outwards(run, element)) if ('process' in host && host.parent !== undefined) depth += 1;
  return depth;
}

/** The called process has ended: its variables pass through the output mappings, or all of them as they are. */
export function calledProcessEnded(run: Run, { parent, variables }: InstanceState): void {
  const element = parent === undefined ? undefined : run.state.elements[parent];
  if (!element) return;
  const node = run.node(element);
  const passes = node.outputs.length > 0 || calledElementOf(node).propagateAllChildVariables;
  complete(run, element, passes ? { ...variables } : undefined);
}

function calledElementOf({ id, calledElement }: FlowNode): CalledElement {
  if (!calledElement) throw new Error(`${id} calls nothing: the score was not compiled by this version.`);
  return calledElement;
}

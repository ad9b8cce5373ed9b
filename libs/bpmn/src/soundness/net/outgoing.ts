import type { FlowNode, SequenceFlow } from '../../model';
import type { Drawing } from './drawing';
import type { Place } from './net';
import type { Step } from './net-builder';

/** One way in which tokens leave a node. */
export interface Exit {
  readonly put: readonly Place[];
  /** Set where conditions decide. */
  readonly choice?: string;
}

/** With more ways than this, an inclusive choice is taken to be one of them, two, or all. */
const MOST_SUBSETS = 4;

/** The ways in which tokens leave a node; conditions may come out in any way, but one of them is true. */
export function exitsOf(drawing: Drawing, node: FlowNode): readonly Exit[] {
  return flowsOf(node).map((flows): Exit => {
    const put = flows.flatMap((flow) => drawing.along(flow));
    return flowsOf(node).length > 1 ? { put, choice: node.id } : { put };
  });
}

function flowsOf(node: FlowNode): readonly (readonly SequenceFlow[])[] {
  const { kind, outgoing, defaultFlow } = node;
  if (kind === 'exclusiveGateway' && outgoing.length > 1) return outgoing.map((flow) => [flow]);
  const open = outgoing.filter((flow) => flow.condition ?? flow === defaultFlow);
  const isInclusive = kind === 'inclusiveGateway' && outgoing.length > 1;
  if (kind === 'parallelGateway' || (open.length === 0 && !isInclusive)) return [outgoing];
  const conditional = isInclusive ? outgoing : open;
  const always = outgoing.filter((flow) => !conditional.includes(flow));
  const subsets = subsetsOf(conditional.filter((flow) => flow !== defaultFlow));
  const others = defaultFlow ? [[defaultFlow]] : [];
  const none = always.length > 0 && !defaultFlow ? [[]] : [];
  return [...subsets, ...others, ...none].map((taken) => [...always, ...taken]);
}

function subsetsOf(flows: readonly SequenceFlow[]): SequenceFlow[][] {
  if (flows.length <= MOST_SUBSETS) {
    const all = 2 ** flows.length;
    return Array.from({ length: all - 1 }, (_, index) =>
      flows.filter((__, bit) => ((index + 1) >> bit) % 2 === 1),
    );
  }
  const pairs = flows.flatMap((one, index) => flows.slice(index + 1).map((other) => [one, other]));
  return [...flows.map((flow) => [flow]), ...pairs, [...flows]];
}

/** Adds a step once for each way out behind it; further steps follow from what an event itself decides. */
export function addWithExits(drawing: Drawing, node: FlowNode, step: Step): void {
  for (const { put, choice } of exitsOf(drawing, node))
    drawing.add({
      ...step,
      put: [...(step.put ?? []), ...put],
      ...(choice === undefined ? {} : { kind: 'data', choice }),
    });
}

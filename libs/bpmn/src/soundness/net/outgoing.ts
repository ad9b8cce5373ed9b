import type { FlowNode, SequenceFlow } from '../../model';
import type { Drawing } from './drawing';
import type { Place, Scope } from './net';
import type { Step } from './net-builder';

/** One way in which tokens leave a node. */
export interface Exit {
  readonly put: readonly Place[];
  /** Set where conditions decide. */
  readonly choice?: string;
  /** It is not drawn as such that this way is possible. */
  readonly isDoubtful?: true;
}

interface Way {
  readonly flows: readonly SequenceFlow[];
  /** Several ways of an inclusive choice at once. */
  readonly isDoubtful?: true;
}

/** With more ways than this, an inclusive choice is taken to be one of them, two, or all. */
const MOST_SUBSETS = 4;

/** The ways in which tokens leave a node; conditions may come out in any way, but one of them is true. */
export function exitsOf(drawing: Drawing, node: FlowNode): readonly Exit[] {
  const ways = waysOf(node);
  return ways.map(({ flows, isDoubtful }): Exit => {
    const put = flows.flatMap((flow) => drawing.along(flow));
    return { put, ...(ways.length > 1 ? { choice: node.id } : {}), ...(isDoubtful ? { isDoubtful } : {}) };
  });
}

function waysOf(node: FlowNode): readonly Way[] {
  const { kind, outgoing, defaultFlow } = node;
  if (kind === 'exclusiveGateway' && outgoing.length > 1) return outgoing.map((flow) => ({ flows: [flow] }));
  const open = outgoing.filter((flow) => flow.condition ?? flow === defaultFlow);
  const isInclusive = kind === 'inclusiveGateway' && outgoing.length > 1;
  if (kind === 'parallelGateway' || (open.length === 0 && !isInclusive)) return [{ flows: outgoing }];
  const conditional = isInclusive ? outgoing : open;
  const always = outgoing.filter((flow) => !conditional.includes(flow));
  const subsets = subsetsOf(conditional.filter((flow) => flow !== defaultFlow));
  const others = defaultFlow ? [[defaultFlow]] : [];
  const none = always.length > 0 && !defaultFlow ? [[]] : [];
  return [...subsets, ...others, ...none].map((taken) => ({
    flows: [...always, ...taken],
    ...(taken.length === 1 ? {} : { isDoubtful: true as const }),
  }));
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

/** Adds a step once for each way out behind it. */
export function addWithExits(drawing: Drawing, node: FlowNode, step: Step): void {
  const ending = adHocEndedBy(drawing, node);
  for (const { put, choice, isDoubtful } of exitsOf(drawing, node))
    drawing.add({
      ...step,
      put: [...(step.put ?? []), ...put],
      ...(choice === undefined ? {} : { kind: 'data', choice }),
      ...(isDoubtful || ending ? { isDoubtful: true } : {}),
      ...(ending ? { kind: 'data', choice: ending.id } : {}),
    });
  if (!ending) return;
  // The condition says that it is done: everything else inside is cancelled, so that the scope is empty.
  drawing.add({
    ...step,
    kind: 'data',
    choice: ending.id,
    isDoubtful: true,
    scope: ending,
    empties: ending,
  });
}

/** The ad-hoc sub-process that its completion condition may end when a chain of activities ends at this node. */
function adHocEndedBy(drawing: Drawing, { scope, outgoing, linkTarget }: FlowNode): Scope | undefined {
  if (scope === undefined || outgoing.length > 0 || linkTarget) return undefined;
  const adHoc = drawing.process.elements.get(scope)?.adHoc;
  return adHoc?.completionCondition && adHoc.cancelRemainingInstances ? drawing.inner(scope) : undefined;
}

import type { FlowNode, ProcessModel, Score } from '../../model';
import type { Finding } from '../finding';
import { findingAt } from './finding-at';
import { nextInScope } from './ways';
import type { Possible } from './possible';

/** Loops that no token ever leaves: one finding for each scope, at its first such element. */
export function findEndless({ processes }: Score, { elements: passed }: Possible): readonly Finding[] {
  return processes.flatMap((process) => {
    const byScope = new Map<string, FlowNode>();
    const ending = endingNodes(process);
    for (const node of process.elements.values()) {
      if (!passed.has(node.id) || ending.has(node) || isCutShort(process, node)) continue;
      if (!byScope.has(node.scope ?? '')) byScope.set(node.scope ?? '', node);
    }
    return [...byScope.values()].map((node) =>
      findingAt(
        process,
        'no-way-to-end',
        node,
        `${node.id}: a token that has come here never gets to an end: no way leads out of the loop. Draw a way out, for example behind a gateway.`,
      ),
    );
  });
}

/** The nodes from which a token can come to a node without a way on. */
function endingNodes({ elements }: ProcessModel): ReadonlySet<FlowNode> {
  const before = new Map<FlowNode, FlowNode[]>();
  const ending = new Set<FlowNode>();
  for (const node of elements.values()) {
    const next = nextInScope(node);
    if (node.outgoing.length === 0 && !node.linkTarget) ending.add(node);
    for (const one of next) before.set(one, [...(before.get(one) ?? []), node]);
  }
  for (const node of ending) for (const one of before.get(node) ?? []) ending.add(one);
  return ending;
}

const STOPPING: ReadonlySet<FlowNode['kind']> = new Set([
  'terminateEndEvent',
  'errorEndEvent',
  'cancelEndEvent',
]);

/** Something in its scope or around it can end the scope as a whole. */
function isCutShort({ elements, eventSubProcesses }: ProcessModel, node: FlowNode): boolean {
  for (
    let one: FlowNode | undefined = node;
    one;
    one = one.scope === undefined ? undefined : elements.get(one.scope)
  ) {
    const around: FlowNode | undefined = one.scope === undefined ? undefined : elements.get(one.scope);
    const beside = [...elements.values()].filter(({ scope }) => scope === one.scope);
    const subProcesses = around ? around.eventSubProcesses : eventSubProcesses;
    if (
      beside.some(({ kind, triggers = [] }) =>
        [kind, ...triggers.map((each) => each.kind)].some((each) => STOPPING.has(each)),
      )
    )
      return true;
    if (subProcesses.some(({ startEvent }) => startEvent?.interrupting)) return true;
    if (around?.boundaryEvents.some(({ interrupting }) => interrupting)) return true;
  }
  return false;
}

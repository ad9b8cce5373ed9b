import type { FlowNode, ProcessModel, Score } from '../../model';
import type { Finding } from '../finding';
import type { DrawnScore } from '../net/draw-net';
import { findingAt } from './finding-at';
import type { Possible } from './possible';

/** Elements that no run comes to: where the dead part begins, and boundary events for which nothing can happen. */
export function findDeadElements(
  score: Score,
  { senders }: DrawnScore,
  { elements: passed }: Possible,
): readonly Finding[] {
  return score.processes.flatMap((process) => {
    const nodes = [...process.elements.values()].filter(
      (node) => node.triggerOf === undefined && !senders.isUndoing(node),
    );
    return nodes
      .filter((node) => !passed.has(node.id))
      .flatMap((node): Finding[] => {
        if (node.kind.endsWith('BoundaryEvent')) return cannotFire(process, node, passed);
        if (!node.kind.endsWith('StartEvent')) return [];
        return isInEventSubProcess(process, node)
          ? idleSubProcess(process, node, passed)
          : [neverBegun(process, node)];
      });
  });
}

const isInEventSubProcess = ({ elements }: ProcessModel, { scope }: FlowNode): boolean =>
  scope !== undefined && elements.get(scope)?.kind === 'eventSubProcess';

function cannotFire(process: ProcessModel, node: FlowNode, passed: ReadonlySet<string>): Finding[] {
  const host = process.elements.get(node.attachedTo ?? '');
  // Listeners are jobs too: they may take time, and fail.
  if (!host || host.listeners || !isEntered(process, host, passed)) return [];
  return [
    findingAt(
      process,
      'boundary-event-cannot-fire',
      node,
      `${node.id}: nothing on ${host.id} can make this boundary event happen. Remove it, or put it on the activity that fails, escalates or takes time.`,
    ),
  ];
}

function idleSubProcess(process: ProcessModel, node: FlowNode, passed: ReadonlySet<string>): Finding[] {
  const subProcess = process.elements.get(node.scope ?? '');
  const around = subProcess?.scope === undefined ? undefined : process.elements.get(subProcess.scope);
  if (around && !isEntered(process, around, passed)) return [];
  return [
    findingAt(
      process,
      'unreachable',
      node,
      `${node.id}: nothing around ${subProcess?.id ?? node.id} can make this event happen, so that the event sub-process never begins. Remove it, or let something throw what it catches.`,
    ),
  ];
}

function neverBegun(process: ProcessModel, node: FlowNode): Finding {
  return findingAt(
    process,
    'unreachable',
    node,
    `${node.id}: no run begins here: nobody sends its message. Let a sender reach it, or remove what follows.`,
  );
}

/** Whether tokens come to an activity: something behind its flows or inside of it is passed, or something before it. */
function isEntered({ elements }: ProcessModel, host: FlowNode, passed: ReadonlySet<string>): boolean {
  if (passed.has(host.id)) return true;
  for (const node of elements.values()) if (node.scope === host.id && passed.has(node.id)) return true;
  return false;
}

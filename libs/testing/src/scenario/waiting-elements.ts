import type { ElementInstance, SagaState } from '@partitura/engine';
import type { ScoreRegistry } from '@partitura/runtime';
import type { ElementRef } from './history';

/** What holds others inside, or only calls, waits for nothing itself. */
const HOLDERS: ReadonlySet<string> = new Set([
  'subProcess',
  'eventSubProcess',
  'transaction',
  'adHocSubProcess',
  'callActivity',
]);

/** The elements of a saga that wait now: tasks, catch events, gateways before events, and whatever has an incident. */
export function waitingElements(state: SagaState, registry: ScoreRegistry): ElementRef[] {
  return Object.values(state.elements).flatMap((element) => {
    const instance = state.instances[element.instance];
    if (!instance) return [];
    const { process, score = state.score } = instance;
    const node = registry.definitionOfInstance(score, process)?.process.elements.get(element.element);
    return isListed(element, node) ? [{ process, element: element.element }] : [];
  });
}

function isListed(
  { incidents, loopCounter }: ElementInstance,
  node: { readonly kind: string; readonly loop?: unknown } | undefined,
): boolean {
  if (incidents?.length) return true;
  if (!node || HOLDERS.has(node.kind)) return false;
  // Without a counter it is the body around the instances of an activity that runs several times.
  return node.loop === undefined || loopCounter !== undefined;
}

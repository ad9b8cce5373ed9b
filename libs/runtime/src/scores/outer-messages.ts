import type { FlowNode, Score } from '@partitura/bpmn';
import type { LoadedScore, MessageStart } from './loaded-score';

/** A text that is the same in every instance; undefined when it depends on variables. */
function constantName({ message }: FlowNode): string | undefined {
  if (!message || message.name.source.startsWith('=')) return undefined;
  const name = message.name.evaluate({});
  return typeof name === 'string' ? name : undefined;
}

/** Message start events that a message from outside reaches, by the name of the message. */
export function messageStarts(score: LoadedScore): (readonly [string, MessageStart])[] {
  const starts: (readonly [string, MessageStart])[] = [];
  for (const process of score.score.processes)
    for (const event of process.startEvents) {
      if (event.kind !== 'messageStartEvent' || event.message?.inner) continue;
      const name = constantName(event);
      if (name !== undefined) starts.push([name, { score, process, event }]);
    }
  return starts;
}

/** Names of the messages from outside that catching elements wait for; `undefined` among them: any name. */
export function caughtNames({ processes }: Score): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (const { elements } of processes)
    for (const node of elements.values())
      if (node.message?.correlationKey && node.kind !== 'messageStartEvent') names.push(constantName(node));
  return names;
}

import type { Expression, FlowNode, ProcessModel, Score } from '@partitura/bpmn';
import type { OuterKind } from '../ports/saga-store';
import type { EventStart, ProcessDefinition } from './loaded-score';

export interface NamedStart {
  readonly kind: OuterKind;
  readonly name: string;
  readonly start: EventStart;
}

/** A text that is the same in every instance; undefined when it depends on variables. */
function constantText(expression: Expression | undefined): string | undefined {
  if (!expression || (expression.constant === undefined && expression.source.startsWith('=')))
    return undefined;
  const text = expression.evaluate({});
  return typeof text === 'string' ? text : undefined;
}

/** Nodes whose event begins a process: start events or their triggers, and what instantiates. */
function beginnings({ startEvents }: ProcessModel): FlowNode[] {
  return startEvents.flatMap((start) => {
    if (start.triggers) return start.triggers;
    return start.kind === 'eventBasedGateway' ? start.outgoing.map(({ target }) => target) : [start];
  });
}

/** Where messages and signals from outside begin a process, by their names. */
export function eventStarts({ score, process }: ProcessDefinition): NamedStart[] {
  return beginnings(process).flatMap((event): NamedStart[] => {
    const { message, signal } = event;
    const kind = signal ? 'signal' : 'message';
    const name = signal || !message?.inner ? constantText(signal ?? message?.name) : undefined;
    return name === undefined ? [] : [{ kind, name, start: { score, process, event } }];
  });
}

/** Names of the messages from outside that catching elements wait for; `undefined` among them: any name. */
export function caughtNames({ processes }: Score): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (const process of processes) {
    const starts = new Set(beginnings(process));
    for (const node of process.elements.values())
      if (node.message?.correlationKey && !throwsIt(node) && !starts.has(node))
        names.push(constantText(node.message.name));
  }
  return names;
}

/** What throws a message has its key as well. */
const throwsIt = ({ kind }: FlowNode): boolean => /^message(Throw|End)Event$|^sendTask$/.test(kind);

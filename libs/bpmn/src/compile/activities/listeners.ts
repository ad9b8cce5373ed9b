import { constant } from '@partitura/feel';
import type { ListenerDefinition, Listeners, TaskListenerEvent } from '../../model';
import { childrenOf, textOf, type XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';
import { compileCount, compileText } from '../expressions';
import type { ProcessContext } from '../process-context';
import { compileHeaders } from '../tasks/headers';

const DEFAULT_RETRIES = constant(3);
const TASK_EVENTS: ReadonlySet<string> = new Set<TaskListenerEvent>([
  'creating',
  'assigning',
  'updating',
  'completing',
  'canceling',
]);

/** Execution listeners of any element and task listeners of user tasks; undefined when there are none. */
export function compileListeners(context: ProcessContext, xml: XmlElement): Listeners | undefined {
  const execution = childrenOf(extensionOf(xml, 'zeebe:ExecutionListeners'), 'listeners');
  const task = childrenOf(extensionOf(xml, 'zeebe:TaskListeners'), 'listeners');
  if (execution.length + task.length === 0) return undefined;
  const at = (event: string): ListenerDefinition[] =>
    execution
      .filter((listener) => textOf(listener, 'eventType') === event)
      .flatMap((listener) => compileListener(context, xml, listener) ?? []);
  const byEvent: Partial<Record<TaskListenerEvent, ListenerDefinition[]>> = {};
  for (const listener of task) {
    const event = taskEvent(textOf(listener, 'eventType'));
    const definition = compileListener(context, xml, listener);
    if (event === undefined) {
      refuseEvent(context, xml, listener, [...TASK_EVENTS]);
    } else if (definition) (byEvent[event] ??= []).push(definition);
  }
  for (const listener of execution) {
    const event = textOf(listener, 'eventType');
    if (event !== 'start' && event !== 'end') refuseEvent(context, xml, listener, ['start', 'end']);
  }
  return { start: at('start'), end: at('end'), task: byEvent };
}

/** Modelers before 8.8 wrote some of them in other words. */
function taskEvent(name: string | undefined): TaskListenerEvent | undefined {
  const today = {
    create: 'creating',
    assignment: 'assigning',
    update: 'updating',
    complete: 'completing',
    cancel: 'canceling',
  };
  const event = name !== undefined && Object.hasOwn(today, name) ? today[name as keyof typeof today] : name;
  return event !== undefined && TASK_EVENTS.has(event) ? (event as TaskListenerEvent) : undefined;
}

function compileListener(
  context: ProcessContext,
  xml: XmlElement,
  listener: XmlElement,
): ListenerDefinition | undefined {
  const text = textOf(listener, 'type');
  if (text === undefined) {
    context.refuse('listener', xml, 'one of its listeners has no job type. Set it, or remove the listener.');
    return undefined;
  }
  const retriesText = textOf(listener, 'retries');
  const type = compileText(context, xml, 'job type of a listener', text.trim());
  const retries =
    retriesText === undefined
      ? DEFAULT_RETRIES
      : compileCount(context, xml, 'number of retries of a listener', retriesText);
  return type && retries && { type, retries, headers: compileHeaders(listener) };
}

function refuseEvent(
  context: ProcessContext,
  xml: XmlElement,
  listener: XmlElement,
  allowed: readonly string[],
): void {
  context.refuse(
    'listener',
    xml,
    `a listener's event '${textOf(listener, 'eventType') ?? ''}' is unknown. Use one of ${allowed.join(', ')}.`,
  );
}

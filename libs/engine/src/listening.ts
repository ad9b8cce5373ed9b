import type { FlowNode } from '@partitura/bpmn';
import { addDuration, parseCycle, parseDateTime, parseDuration } from '@partitura/feel';
import { takeBuffered } from './messages';
import type { Run } from './run';
import type { ElementInstance, Timer } from './state';
import { asText } from './typed-values';
import { visibleVariables } from './variables';

/** Opens a subscription for a message event or receive task; a message that came early is taken at once. */
export function openSubscription(run: Run, host: ElementInstance, node: FlowNode): void {
  const { message } = node;
  if (!message) throw new Error(`${node.id} has no message: the score was not compiled by this version.`);
  const variables = visibleVariables(run, host);
  const name = asText(message.name.evaluate(variables, run.at), `The message name of ${node.id}`);
  const key = message.correlationKey
    ? asText(
        message.correlationKey.evaluate(variables, run.at),
        `The correlation key '${message.correlationKey.source}' of ${node.id}`,
      )
    : undefined;
  run.emit({
    type: 'SubscriptionOpened',
    subscription: {
      id: run.nextId(),
      element: host.id,
      target: node.id,
      kind: 'message',
      name,
      ...(key === undefined ? {} : { key }),
    },
  });
  if (key === undefined) takeBuffered(run, host, node);
}

/** Starts the timer of a timer event; a cycle of no repetitions never fires. */
export function startTimer(
  run: Run,
  host: ElementInstance,
  node: FlowNode,
  purpose: 'catch' | 'boundary',
): void {
  const { timer } = node;
  if (!timer) throw new Error(`${node.id} has no timer: the score was not compiled by this version.`);
  const value = asText(
    timer.value.evaluate(visibleVariables(run, host), run.at),
    `The timer '${timer.value.source}' of ${node.id}`,
  );
  const firing = firstFiring(timer.type, value, run.at);
  if (firing) addTimer(run, host, { target: node.id, purpose, ...firing });
}

export function addTimer(
  run: Run,
  host: ElementInstance,
  timer: Pick<Timer, 'target' | 'purpose' | 'due' | 'repeat'>,
): void {
  run.emit({
    type: 'TimerStarted',
    timer: {
      id: run.nextId(),
      element: host.id,
      ...timer,
      ...(run.trace === undefined ? {} : { trace: run.trace }),
    },
  });
}

function firstFiring(
  type: 'date' | 'duration' | 'cycle',
  value: string,
  at: number,
): Pick<Timer, 'due' | 'repeat'> | undefined {
  switch (type) {
    case 'date':
      return { due: parseDateTime(value) };
    case 'duration':
      return { due: addDuration(at, parseDuration(value)) };
    case 'cycle': {
      const { count, start, interval } = parseCycle(value);
      if (count === 0) return undefined;
      const left = count === -1 ? -1 : count - 1;
      return { due: start ?? addDuration(at, interval), repeat: { left, every: interval } };
    }
  }
}

/** Closes all timers and subscriptions of an element instance. */
export function stopListening(run: Run, element: ElementInstance): void {
  for (const timer of element.timers ?? []) run.emit({ type: 'TimerEnded', timer, fired: false });
  for (const id of element.subscriptions ?? []) closeSubscription(run, id);
}

export function closeSubscription(run: Run, id: number): void {
  const subscription = run.state.subscriptions[id];
  if (subscription) run.emit({ type: 'SubscriptionClosed', subscription });
}

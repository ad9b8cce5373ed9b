import type { FlowNode } from '@partitura/bpmn';
import { addDuration, nextCron, parseCycle, parseDateTime, parseDuration } from '@partitura/feel';
import { type Host, hostOf, isElement, targetOf, variablesAt } from './hosts';
import { takeBuffered } from './messages';
import type { Run } from './run';
import type { Timer, Variables } from './state';
import { asText } from './typed-values';
import { outerVariables } from './variables';

/** Opens a subscription for a message event or receive task; a message that came early is taken at once. */
export function openSubscription(run: Run, host: Host, node: FlowNode): void {
  const { message } = node;
  if (!message) throw new Error(`${node.id} has no message: the score was not compiled by this version.`);
  const variables = variablesAt(run, host);
  const name = asText(message.name.evaluate(variables, run.at), `The message name of ${node.id}`);
  const key = message.correlationKey
    ? asText(
        message.correlationKey.evaluate(keyVariables(run, host, node, variables), run.at),
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

/** The key of a boundary event does not see what the input mappings of its activity made, as in Camunda 8. */
const keyVariables = (
  run: Run,
  host: Host,
  { attachedTo }: FlowNode,
  visible: Readonly<Variables>,
): Readonly<Variables> => (attachedTo !== undefined && isElement(host) ? outerVariables(run, host) : visible);

/** Starts the timer of a timer event; a cycle of no repetitions never fires. */
export function startTimer(
  run: Run,
  host: Host,
  node: FlowNode,
  purpose: 'catch' | 'boundary' | 'eventSubProcess',
): void {
  const { timer } = node;
  if (!timer) throw new Error(`${node.id} has no timer: the score was not compiled by this version.`);
  const value = asText(
    timer.value.evaluate(variablesAt(run, host), run.at),
    `The timer '${timer.value.source}' of ${node.id}`,
  );
  const firing = firstFiring(timer.type, value, run.at);
  if (firing) addTimer(run, host, { target: node.id, purpose, ...firing });
}

export function addTimer(
  run: Run,
  host: Host,
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
      const { count, start, interval, cron } = parseCycle(value);
      if (cron !== undefined) {
        const due = nextCron(cron, at);
        return due === undefined ? undefined : { due, repeat: { cron } };
      }
      if (count === 0) return undefined;
      const left = count === -1 ? -1 : count - 1;
      // A start in the past begins now, and the others follow from there (as in Camunda 8).
      const due = start === undefined ? addDuration(at, interval) : Math.max(start, at);
      return { due, repeat: { left, every: interval } };
    }
  }
}

/**
 * Whether an event goes on listening when it has happened: one that does not interrupt, unless it waits for other triggers of
 * its event as well.
 */
export function staysOpen(run: Run, host: Host, node: FlowNode): boolean {
  const repeats = (node.attachedTo !== undefined || node.kind.endsWith('StartEvent')) && !node.interrupting;
  return repeats && !(node.triggerOf !== undefined && targetOf(run, host, node.triggerOf).parallelMultiple);
}

/** Closes all timers and subscriptions of a host. */
export function stopListening(run: Run, host: Host): void {
  if (host.timers) for (const timer of host.timers) run.emit({ type: 'TimerEnded', timer, fired: false });
  if (host.subscriptions) for (const id of host.subscriptions) closeSubscription(run, id);
}

export function closeSubscription(run: Run, id: number): void {
  const subscription = run.state.subscriptions[id];
  if (!subscription) return;
  closeIncidentsOf(run, hostOf(run, subscription.element), id);
  run.emit({ type: 'SubscriptionClosed', subscription });
}

/** Incidents of messages that broke the schema of a subscription are over with the next good one, or with the wait. */
export function closeIncidentsOf(run: Run, { incidents }: Host, subscription: number): void {
  for (const incident of incidents ?? [])
    if (run.state.incidents[incident]?.subscription === subscription)
      run.emit({ type: 'IncidentResolved', incident, how: 'obsolete' });
}

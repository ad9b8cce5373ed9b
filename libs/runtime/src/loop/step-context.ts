import { type Command, nextTimer, type SagaState } from '@partitura/engine';
import { StepSpan } from '../telemetry/step-span';
import type { Input } from './input';
import type { SagaEntry } from './saga-entry';

/** Begins the span of a step: a child of the message it comes from, or of what the saga has stored (P10). */
export function beginStep(input: Input, saga: SagaEntry): StepSpan {
  const { origin, ask } = input;
  if (ask.kind === 'timers')
    return new StepSpan(input, { parent: (saga.state && nextTimer(saga.state)?.trace) ?? saga.trace });
  // What a later request causes in a saga stays in the saga's trace.
  if (origin.about && saga.trace !== undefined)
    return new StepSpan(input, { parent: saga.trace, request: origin.traceparent });
  return new StepSpan(input, { parent: origin.traceparent ?? saga.trace });
}

const none: ReadonlyMap<number, string> = new Map();

/** Trace contexts of the attempts before, for commands that may ask for another one: it links to them. */
export function previousTraces(state: SagaState | undefined, command: Command): ReadonlyMap<number, string> {
  if (!state) return none;
  if (command.kind !== 'fireTimers' && command.kind !== 'failJob' && command.kind !== 'resolveIncident')
    return none;
  const traces = new Map<number, string>();
  for (const { id, trace } of Object.values(state.jobs)) if (trace !== undefined) traces.set(id, trace);
  return traces;
}

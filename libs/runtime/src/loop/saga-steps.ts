import { type Command, execute, type SagaEvent } from '@partitura/engine';
import type { BusMessage } from '../ports/bus';
import type { StepSpan } from '../telemetry/step-span';
import { decideWithout } from './decide-again';
import { Effects } from './effects';
import { isShown } from '../distribution/shown';
import type { Host } from './host';
import type { Input } from './input';
import { requestsTooLarge } from './message-size';
import type { SagaEntry } from './saga-entry';
import { refusedLetter } from './refused-messages';
import { beginStep, previousTraces } from './step-context';

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { type: Type }>;

/** Commands of one batch, carried out by the engine: sagas are changed in place, what others must be told is collected. */
export class SagaSteps {
  readonly spans: StepSpan[] = [];
  readonly touched = new Set<SagaEntry>();
  readonly ended: SagaEntry[] = [];
  /** Sagas whose instances, incidents or state have changed. */
  readonly changed = new Set<SagaEntry>();
  /** What has happened, step by step. */
  readonly happened: { readonly sagaId: string; readonly events: readonly SagaEvent[] }[] = [];
  readonly effects: Effects;
  readonly deadLetters: BusMessage[] = [];

  constructor(
    private readonly host: Host,
    private readonly now: number,
  ) {
    this.effects = new Effects(host.name, now);
  }

  begin(input: Input, saga: SagaEntry): StepSpan {
    const step = beginStep(input, saga);
    this.spans.push(step);
    return step;
  }

  /** Carries out one command. Throws `DecideAgain` when the engine cannot. */
  execute(input: Input, saga: SagaEntry, step: StepSpan, command: Command) {
    if (!this.host.knows(saga.score))
      throw decideWithout(
        input,
        new Error(`The score ${saga.score} of saga ${saga.sagaId} is not deployed here: deploy it.`),
      );
    const traces = previousTraces(saga.state, command);
    let decision: ReturnType<typeof execute>;
    try {
      decision = execute(this.host.library, saga.state, command);
    } catch (cause) {
      throw decideWithout(input, cause);
    }
    saga.state = decision.state;
    saga.status = decision.state.status;
    if (decision.events.length > 0) this.touched.add(saga);
    step.record(decision.events);
    if (decision.events.length > 0) this.happened.push({ sagaId: saga.sagaId, events: decision.events });
    for (const event of decision.events) {
      if (isShown(event, decision.state)) this.changed.add(saga);
      this.apply(input, saga, step, event, traces);
    }
    return decision;
  }

  private apply(
    input: Input,
    saga: SagaEntry,
    step: StepSpan,
    event: SagaEvent,
    traces: ReadonlyMap<number, string>,
  ): void {
    switch (event.type) {
      case 'SagaStarted':
        saga.trace = step.traceparent;
        return;
      case 'JobRequested':
        return this.requestJob(input, saga, step, event, traces);
      case 'JobEnded':
      case 'JobAttemptFailed':
        if (this.mayHaveOpenJobs(saga)) this.effects.closeJob(saga, event.job);
        return;
      case 'JobWithdrawn':
        if (event.participant === undefined) this.effects.closeJob(saga, event.job);
        if (event.local) return this.effects.withdrawLocalJob(saga, event);
        return this.effects.withdrawJob(saga, event, step);
      case 'MessageThrown':
        try {
          return this.effects.throwMessage(saga, event, step, this.host.maxMessageBytes);
        } catch (cause) {
          throw decideWithout(input, cause);
        }
      case 'MessageRefused':
        this.deadLetters.push(
          refusedLetter(
            input,
            event,
            () => this.effects.refusedMessage(saga, event, step),
            this.host.maxMessageBytes,
          ),
        );
        return;
      case 'SignalThrown':
        return this.effects.throwSignal(saga, event, step, this.host.signalHosts(event.name));
      case 'SubscriptionOpened':
        return this.effects.openSubscription(saga, event);
      case 'SubscriptionClosed':
        return this.effects.closeSubscription(saga, event);
      case 'SagaEnded':
        saga.endedAt = event.at;
        this.ended.push(saga);
        if (!event.told) this.effects.endSaga(saga, event, step);
        this.tellHosts(input, saga, step, event);
        if (saga.startLock) this.effects.released.push(saga.startLock);
        return;
      case 'MessageSent':
      case 'ProgressTold':
      case 'UndoRequested':
      case 'CoordinationBegun':
      case 'PartStopped':
      case 'UndoAsked':
      case 'PartUndoEnded':
      case 'HostTold':
        return this.tellHosts(input, saga, step, event);
      default:
        return;
    }
  }

  private requestJob(
    input: Input,
    saga: SagaEntry,
    step: StepSpan,
    event: EventOf<'JobRequested'>,
    traces: ReadonlyMap<number, string>,
  ): void {
    const { participant, kind } = event;
    if (participant === undefined) return this.effects.openJob(saga, event);
    if (kind === 'user') return;
    const asked = { ...event, participant };
    if (event.leaseUntil !== undefined) return this.effects.requestLocalJob(saga, asked, step);
    const message = this.effects.requestJob(saga, asked, step, traces.get(event.job));
    const failure = requestsTooLarge(message, event, this.host.maxMessageBytes);
    if (failure) this.execute(input, saga, step, { ...failure, at: this.now, trace: step.traceparent });
    else this.effects.send(saga, message);
  }

  private tellHosts(
    input: Input,
    saga: SagaEntry,
    step: StepSpan,
    event: Parameters<Effects['tellHosts']>[1],
  ): void {
    const { library, maxMessageBytes } = this.host;
    const hosts = library.placement?.(saga.score)?.hosts;
    if (!hosts) return;
    try {
      this.effects.tellHosts(saga, event, step, hosts, maxMessageBytes);
    } catch (cause) {
      throw decideWithout(input, cause);
    }
  }

  /** Jobs without a participant: those of processes without a pool, which may be the saga's own or called ones. */
  private mayHaveOpenJobs({ score, state }: SagaEntry): boolean {
    return (
      this.host.library.score(score).processes.some(({ participant }) => participant === undefined) ||
      Object.values(state?.instances ?? {}).some((instance) => instance.score !== undefined)
    );
  }
}

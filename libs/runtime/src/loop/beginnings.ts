import type { Command, Refusal } from '@partitura/engine';
import type { StartLock, StartTimerFiring, TakenMessage } from '../ports/saga-store';
import type { Contest } from './contest';
import type { Host } from './host';
import { about, type Input, type Outcome, type StartAsk } from './input';
import { decideWithout } from './decide-again';
import { admitStart, type AdmittedStart } from './refused-messages';
import { newSaga, type SagaEntry } from './saga-entry';
import type { SagaSteps } from './saga-steps';

export interface BeginningParts {
  readonly host: Host;
  /** The sagas of the batch; those that begin are added. */
  readonly sagas: Map<string, SagaEntry>;
  readonly steps: SagaSteps;
  readonly contest: Contest;
  /** Messages that have been received. */
  readonly taken: TakenMessage[];
  readonly now: number;
}

/** Begins the sagas of one batch, each with what it needs: its message, timer and lock. */
export class Beginnings {
  readonly locked: StartLock[] = [];
  readonly fired: StartTimerFiring[] = [];

  constructor(private readonly parts: BeginningParts) {}

  /** Throws `DecideAgain` when the engine cannot decide it. */
  begin(input: Input, asked: StartAsk): Outcome {
    const { host, sagas, steps, now } = this.parts;
    if (!this.mayBegin(asked)) return {};
    const known = sagas.get(input.sagaId);
    if (known?.state) {
      const refusal: Refusal = { code: 'INVALID_STATE', message: `Saga ${input.sagaId} has begun already.` };
      const instance = Math.min(...Object.keys(known.state.instances).map(Number));
      return { ...about(known), instance, refusal };
    }
    const { ask, fault, letter } = admitted(host, input, asked);
    if (fault !== undefined) {
      if (letter) steps.deadLetters.push(letter);
      return { refusal: { code: 'INVALID_ARGUMENT', message: fault } };
    }
    const saga = this.newSaga(input, ask, known);
    const undo = known?.tombstone?.undo;
    const step = steps.begin(input, saga);
    const command: Command = {
      kind: 'startSaga',
      sagaId: saga.sagaId,
      number: saga.number,
      score: ask.score,
      process: ask.process,
      startEvent: ask.startEvent,
      variables: ask.variables,
      ...(undo ? { undoAtOnce: undo } : {}),
      at: now,
      trace: step.traceparent,
    };
    const { events } = steps.execute(input, saga, step, command);
    // P6: what asked to cancel the saga came before its start, and holds.
    if (known?.tombstone?.cancel)
      steps.execute(input, saga, step, { kind: 'cancelSaga', at: now, trace: step.traceparent });
    const started = events.find((event) => event.type === 'InstanceStarted');
    return { ...about(saga), instance: started?.id };
  }

  /** False when somebody else has had what this start needs. */
  private mayBegin({ process, timer, message, lock }: StartAsk): boolean {
    const { contest, taken: all } = this.parts;
    if (timer && !contest.fire(timer.fired)) return false;
    const taken = message && { message, receiver: process };
    if (taken && contest.has(taken)) return false;
    const held = lock !== undefined && contest.isHeld(lock);
    // What is not buffered does not wait until the other saga has ended.
    if (held && !message?.transient) return false;
    if (timer) this.fired.push(timer);
    if (taken) {
      contest.take(taken);
      all.push(taken);
    }
    return !held;
  }

  private newSaga({ sagaId }: Input, { score, lock }: StartAsk, tombstone: SagaEntry | undefined): SagaEntry {
    const { host, sagas, contest, now } = this.parts;
    if (lock) {
      contest.hold(lock);
      this.locked.push(lock);
    }
    const saga: SagaEntry = {
      ...newSaga(sagaId, score, host, now, tombstone),
      ...(lock ? { startLock: lock } : {}),
    };
    sagas.set(sagaId, saga);
    return saga;
  }
}

/** Throws `DecideAgain` when the schema of the message is not there: the input is put aside. */
function admitted(host: Host, input: Input, ask: StartAsk): AdmittedStart {
  try {
    return admitStart(host, input, ask);
  } catch (cause) {
    throw decideWithout(input, cause);
  }
}

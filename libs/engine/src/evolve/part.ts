import type { PartEvent } from '../distribution/events';
import type { Part, ReceivedNumbers } from '../distribution/part';
import { learn } from '../distribution/progress';
import type { SagaState } from '../state';

/** Applies what concerns the part of one host. */
export function evolvePart(state: SagaState, event: PartEvent): void {
  if (event.type === 'PartBegun') {
    state.part = {
      host: event.host,
      root: event.root,
      time: { at: 0, count: 0 },
      sent: {},
      received: {},
      known: {},
      told: 0,
    };
    return;
  }
  if (state.part) evolveIn(state, state.part, event);
}

function evolveIn(state: SagaState, part: Part, event: Exclude<PartEvent, { type: 'PartBegun' }>): void {
  switch (event.type) {
    case 'MessageSent':
      if (event.id > state.lastId) state.lastId = event.id;
      part.time = event.time;
      Object.assign(part.sent, event.to);
      return;
    case 'MessageReceived':
      part.time = event.time;
      receive((part.received[event.from] ??= { upTo: 0 }), event.number);
      return learn(part, event.progress);
    case 'ProgressTold':
      part.told = event.version;
      return;
    case 'ProgressLearned':
      return learn(part, event.progress);
    case 'UndoRequested':
      return;
    case 'PartStopAsked':
      part.stop = 'asked';
      return;
    case 'PartStopped':
      if (event.ended === undefined) part.stop = 'stopped';
      return;
    case 'PartUndoStarted':
      part.undoing = event.activity;
      return;
    case 'PartUndoEnded':
      part.undoing = undefined;
  }
}

function receive(numbers: ReceivedNumbers, number: number): void {
  const beyond = new Set(numbers.beyond).add(number);
  while (beyond.delete(numbers.upTo + 1)) numbers.upTo += 1;
  numbers.beyond = beyond.size > 0 ? [...beyond] : undefined;
}

import type { SagaState, Timer } from './state';

/** So few are looked through faster than they are kept in order. */
const FEW = 16;

interface Queue {
  /** A binary heap: the timer that is due first in front, of those due at once the oldest. Ended ones stay until they come up. */
  readonly heap: Timer[];
  ended: number;
}

/** Derived from the state when it has many timers, because every commit asks which one is due first. */
const queues = new WeakMap<SagaState, Queue>();

/** The timer that is due first; of those due at once the oldest. */
export function nextTimer(state: SagaState): Timer | undefined {
  const queue = queues.get(state);
  if (!queue) return firstOf(state);
  const { heap } = queue;
  while (heap[0] && !(heap[0].id in state.timers)) {
    removeFirst(heap);
    queue.ended -= 1;
  }
  return heap[0];
}

export function timerStarted(state: SagaState, timer: Timer): void {
  const queue = queues.get(state);
  if (queue) insert(queue.heap, timer);
}

export function timerEnded(state: SagaState): void {
  const queue = queues.get(state);
  if (!queue) return;
  queue.ended += 1;
  if (queue.ended > FEW && queue.ended > queue.heap.length / 2) queues.delete(state);
}

function firstOf(state: SagaState): Timer | undefined {
  let first: Timer | undefined;
  let count = 0;
  for (const id in state.timers) {
    const timer = state.timers[id] as Timer;
    if (!first || isBefore(timer, first)) first = timer;
    count += 1;
  }
  if (count > FEW) {
    // A sorted list is a heap.
    const heap = Object.values(state.timers).sort((one, other) => (isBefore(one, other) ? -1 : 1));
    queues.set(state, { heap, ended: 0 });
  }
  return first;
}

const isBefore = (one: Timer, other: Timer): boolean =>
  one.due < other.due || (one.due === other.due && one.id < other.id);

function insert(heap: Timer[], timer: Timer): void {
  let place = heap.push(timer) - 1;
  while (place > 0) {
    const above = (place - 1) >> 1;
    if (!isBefore(timer, heap[above] as Timer)) break;
    heap[place] = heap[above] as Timer;
    place = above;
  }
  heap[place] = timer;
}

function removeFirst(heap: Timer[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let place = 0;
  for (;;) {
    let below = 2 * place + 1;
    if (below >= heap.length) break;
    const [left, right] = [heap[below] as Timer, heap[below + 1]];
    if (right && isBefore(right, left)) below += 1;
    if (!isBefore(heap[below] as Timer, last)) break;
    heap[place] = heap[below] as Timer;
    place = below;
  }
  heap[place] = last;
}

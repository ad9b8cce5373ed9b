import type { Input } from './input';
import { InputQueue } from './input-queue';

const failures: string[] = [];
const input = (sagaId: string, source: Input['origin']['source'] = 'bus'): Input => ({
  sagaId,
  ask: { kind: 'timers' },
  at: 7,
  origin: { source },
  settle: () => undefined,
  fail: () => failures.push(sagaId),
});
const ids = (inputs: readonly Input[] | undefined) => inputs?.map(({ sagaId }) => sagaId);

beforeEach(() => failures.splice(0));

it('hands one input to a loop that waits, and what has piled up to one that was busy', async () => {
  const queue = new InputQueue();
  const first = queue.take(10);
  queue.push([input('a')]);
  expect(ids(await first)).toEqual(['a']);
  queue.push([input('b')]);
  queue.push([input('c'), input('d')]);
  expect(queue.oldest).toBe(7);
  expect(ids(await queue.take(2))).toEqual(['b', 'c']);
  expect(ids(await queue.take(2))).toEqual(['d']);
});

it('hands out what is left after it was closed, then ends, and turns away what comes later', async () => {
  const queue = new InputQueue();
  queue.push([input('a')]);
  queue.close();
  queue.push([input('late')]);
  expect(failures).toEqual(['late']);
  expect(ids(await queue.take(5))).toEqual(['a']);
  expect(await queue.take(5)).toBeUndefined();
});

it('ends a loop that waits when it is closed', async () => {
  const queue = new InputQueue();
  const taken = queue.take(5);
  queue.close();
  expect(await taken).toBeUndefined();
});

it('gives up those that wait for an answer and keeps the others in order', async () => {
  const queue = new InputQueue();
  queue.push([input('a'), input('b', 'api'), input('c')]);
  queue.failWaiting(({ origin }) => origin.source === 'api', new Error('away'));
  expect(failures).toEqual(['b']);
  expect(ids(await queue.take(5))).toEqual(['a', 'c']);
});

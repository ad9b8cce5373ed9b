import { finishAlone, finishApart } from './finish-parts';
import type { Ask, Input, Outcome } from './input';

let settled: string[];
beforeEach(() => {
  settled = [];
});

const input = (sagaId: string, ask: Ask): Input => ({
  sagaId,
  ask,
  at: 0,
  origin: { source: 'bus' },
  settle: () => settled.push(sagaId),
  fail: ({ message }) => settled.push(message),
});
const finish = (...sagas: string[]) => input('told', { kind: 'finish', sagas });
const timers = (sagaId: string) => input(sagaId, { kind: 'timers' });
const shown = (inputs: readonly Input[]) =>
  inputs.map(({ sagaId, ask }) => (ask.kind === 'finish' ? ask.sagas : `${ask.kind} ${sagaId}`));
const outcome: Outcome = {};

it('leaves parts together that nothing else is about', () => {
  const inputs = [timers('s-9'), finish('s-1', 's-2'), finish('s-3')];
  expect(finishApart(inputs)).toEqual(inputs);
});

it('ends those that another input of the batch is about by a command, in their place', () => {
  const inputs = [timers('s-2'), finish('s-1', 's-2', 's-3'), timers('s-3')];
  expect(shown(finishApart(inputs))).toEqual([
    'timers s-2',
    'command s-2',
    'command s-3',
    ['s-1'],
    'timers s-3',
  ]);
});

it('does not take what is kept for others, or put aside, for a step of the saga it names', () => {
  const letter: Ask = {
    kind: 'deadLetter',
    message: { topic: 't', key: 's-1', value: '', headers: {} },
    reason: 'r',
  };
  expect(shown(finishApart([input('s-1', letter), finish('s-1')]))).toEqual(['deadLetter s-1', ['s-1']]);
});

it('ends each part by a command of its own after a conflict', () => {
  expect(shown(finishAlone([timers('s-1'), finish('s-1', 's-2')]))).toEqual([
    'timers s-1',
    'command s-1',
    'command s-2',
  ]);
});

it('settles the message when all of its parts are settled', async () => {
  const pieces = finishAlone([finish('s-1', 's-2')]);
  pieces[0]?.settle(outcome);
  await Promise.resolve();
  expect(settled).toEqual([]);
  pieces[1]?.settle(outcome);
  await new Promise(setImmediate);
  expect(settled).toEqual(['told']);
});

it('gives the message up when one of its parts is given up, so that it comes again', async () => {
  const pieces = finishAlone([finish('s-1', 's-2')]);
  pieces[0]?.fail(new Error('away'));
  pieces[1]?.settle(outcome);
  await new Promise(setImmediate);
  expect(settled).toEqual(['away']);
});

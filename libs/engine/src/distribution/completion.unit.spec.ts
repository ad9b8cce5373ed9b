import { Ensemble } from '../fixtures/ensemble';
import { json } from '../fixtures/play';
import { buildScore } from '../fixtures/score-builder';
import type { SagaState } from '../state';
import { completePart } from './completion';

const score = () =>
  buildScore([
    {
      id: 'order',
      participant: 'order',
      nodes: {
        begin: { kind: 'noneStartEvent', to: ['ask'] },
        ask: {
          kind: 'messageThrowEvent',
          messageName: 's',
          receivers: [{ processId: 'stock', elementId: 'asked' }],
          to: ['end'],
        },
        end: { kind: 'noneEndEvent' },
      },
    },
    {
      id: 'stock',
      participant: 'stock',
      nodes: {
        asked: { kind: 'messageStartEvent', messageName: 's', to: ['work'] },
        work: { kind: 'serviceTask', undoneBy: 'undo', to: ['done'] },
        undo: { kind: 'serviceTask' },
        done: { kind: 'noneEndEvent' },
      },
    },
  ]);

const begun = () =>
  new Ensemble(score(), { order: 'order', stock: 'stock' }).start('order', 'order').deliver();

it.each([
  ['whose instances have completed', () => begun().complete('work')],
  ['with an instance that has not', begun],
])('makes of a part %s what its host would have made of it', (_, play) => {
  const ensemble = play();
  const before = json(ensemble.states.get('stock')) as SagaState;
  expect(ensemble.tell('stock', { kind: 'finishPart', status: 'completed' })).toBeUndefined();
  const after = json(completePart(before, ensemble.now));
  expect(after).toEqual(json(ensemble.states.get('stock')));
  expect(after).toMatchObject({ status: 'completed', instances: { 1: { state: 'completed' } } });
});

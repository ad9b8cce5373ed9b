import { compileExpression } from '@partitura/feel';
import type { NodeSketch } from './fixtures/score-builder';
import { play, thenUndo, twoItems } from './fixtures/undoing';

describe('compensation handlers', () => {
  const boxed = (inside: Record<string, NodeSketch>): Record<string, NodeSketch> => ({
    it: { kind: 'serviceTask', undoneBy: 'undoIt', to: ['undo'] },
    undoIt: { kind: 'subProcess' },
    first: { kind: 'noneStartEvent', scope: 'undoIt', to: ['x'] },
    ...inside,
  });

  it('may be sub-processes, and what they did is not undone in turn', () => {
    const told = thenUndo(
      boxed({
        x: { kind: 'serviceTask', scope: 'undoIt', undoneBy: 'undoX' },
        undoX: { kind: 'serviceTask', scope: 'undoIt' },
      }),
    ).start('p');
    told.complete('it').complete('x');
    expect(told.jobTypes()).toEqual(['after']);
    told.undo();
    expect(told.state.status).toBe('compensated');
    expect(told.requested()).not.toContain('undoX');
  });

  it.each([
    [{}, true],
    [{ doneByHand: true }, undefined],
  ])('wait as an incident of type COMPENSATION for trouble inside; a person goes on: %j', (how, skipped) => {
    const told = thenUndo(boxed({ x: { kind: 'serviceTask', scope: 'undoIt' } })).start('p');
    told.complete('it').error('x', 'BAD');
    expect(told.incidents()).toEqual(['COMPENSATION at x']);
    const incident = Number(Object.keys(told.state.incidents)[0]);
    expect(
      told.tell({ kind: 'skipIncident', incident, reason: 'the bank did it', ...how, at: 0 }),
    ).toBeUndefined();
    expect(told.jobTypes()).toEqual(['after']);
    expect(told.state.handlerSkipped).toBe(skipped);
  });

  it('may catch their own errors', () => {
    const told = thenUndo(
      boxed({
        x: { kind: 'serviceTask', scope: 'undoIt' },
        oops: { kind: 'errorBoundaryEvent', attachedTo: 'x', scope: 'undoIt', to: ['y'] },
        y: { kind: 'serviceTask', scope: 'undoIt' },
      }),
    ).start('p');
    told.complete('it').error('x', 'BAD');
    told.complete('y');
    expect(told.jobTypes()).toEqual(['after']);
  });

  it('may run several times', () => {
    const told = thenUndo({
      it: { kind: 'serviceTask', undoneBy: 'undoIt', to: ['undo'] },
      undoIt: { kind: 'serviceTask', loop: twoItems },
    }).start('p');
    told.complete('it').complete('undoIt').complete('undoIt');
    expect(told.jobTypes()).toEqual(['after']);
  });

  it('throw no error out of a saga that is undone', () => {
    const told = play({
      start: { kind: 'noneStartEvent', to: ['it'] },
      it: { kind: 'serviceTask', undoneBy: 'undoIt', to: ['wait'] },
      undoIt: { kind: 'serviceTask' },
      wait: { kind: 'serviceTask' },
      help: { kind: 'eventSubProcess' },
      failed: { kind: 'errorStartEvent', scope: 'help', to: ['react'] },
      react: { kind: 'serviceTask', scope: 'help' },
    }).start('p');
    told.complete('it').undo().error('undoIt', 'BAD');
    expect(told.incidents()).toEqual(['COMPENSATION at undoIt']);
  });

  it('are entered by way of their boundary event', () => {
    const told = thenUndo({
      it: { kind: 'serviceTask', undoneBy: 'undoIt', to: ['undo'] },
      onUndo: { kind: 'compensationBoundaryEvent', attachedTo: 'it' },
      undoIt: { kind: 'serviceTask' },
    }).start('p');
    told.complete('it');
    expect(told.completed()).toEqual(['start', 'it', 'onUndo']);
    told.complete('undoIt');
    expect(told.jobTypes()).toEqual(['after']);
  });

  it('may be any number that need no wait, one after the other', () => {
    const told = thenUndo({
      it: { kind: 'subProcess', loop: { ...twoItems, collection: compileExpression('items') }, to: ['undo'] },
      begin: { kind: 'noneStartEvent', scope: 'it', to: ['a'] },
      a: { kind: 'undefinedTask', scope: 'it', undoneBy: 'undoA' },
      undoA: { kind: 'undefinedTask', scope: 'it' },
    }).start('p', { items: Array.from({ length: 5_000 }, (_, n) => n) });
    expect(told.jobTypes()).toEqual(['after']);
    expect(told.completed().filter((id) => id === 'undoA')).toHaveLength(5_000);
  });

  it('are not run twice by two events that throw at the same time', () => {
    const told = play({
      start: { kind: 'noneStartEvent', to: ['it'] },
      it: { kind: 'serviceTask', undoneBy: 'undoIt', to: ['fork'] },
      undoIt: { kind: 'serviceTask' },
      fork: { kind: 'parallelGateway', to: ['one', 'two'] },
      one: { kind: 'compensationThrowEvent' },
      two: { kind: 'compensationThrowEvent' },
    }).start('p');
    told.complete('it');
    expect(told.jobTypes()).toEqual(['undoIt']);
    told.complete('undoIt');
    expect(told.state.status).toBe('completed');
  });

  it('are called off with the scope in which they run, and their activity can be undone again', () => {
    const told = play({
      start: { kind: 'noneStartEvent', to: ['box'] },
      box: { kind: 'subProcess' },
      begin: { kind: 'noneStartEvent', scope: 'box', to: ['it'] },
      it: { kind: 'serviceTask', scope: 'box', undoneBy: 'undoIt', to: ['undo'] },
      undoIt: { kind: 'serviceTask', scope: 'box' },
      undo: { kind: 'compensationThrowEvent', scope: 'box' },
      late: { kind: 'timerBoundaryEvent', attachedTo: 'box', duration: 'PT1M', to: ['again'] },
      again: { kind: 'compensationThrowEvent' },
    }).start('p');
    told.complete('it').advance(60_000);
    expect(told.requested()).toEqual(['it', 'undoIt', 'undoIt']);
    told.complete('undoIt');
    expect(told.state.status).toBe('completed');
  });
});

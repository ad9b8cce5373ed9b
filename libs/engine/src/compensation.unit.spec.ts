import { compileExpression } from '@partitura/feel';
import { play, sub, thenUndo, twoItems, undoInside, undoSub, variablesOf } from './fixtures/undoing';

describe('compensation of a sub-process', () => {
  it('with a handler of its own is that handler alone', () => {
    const told = thenUndo(sub(undoSub)).start('p').complete('a');
    expect(told.jobTypes()).toEqual(['undoIt']);
    told.complete('undoIt');
    expect(told.requested()).toEqual(['a', 'undoIt', 'after']);
    expect(told.state.compensable).toEqual({});
  });

  it('with a compensation event sub-process is that alone, which sees its variables as they were at the end', () => {
    const told = thenUndo(
      sub({
        it: {
          kind: 'subProcess',
          inputs: [{ source: compileExpression('n'), target: 'mine' }],
          to: ['undo'],
        },
        a: {
          kind: 'serviceTask',
          scope: 'it',
          undoneBy: 'undoA',
          outputs: [{ source: compileExpression('r'), target: 'mine' }],
        },
        ...undoInside({ kind: 'noneEndEvent' }),
      }),
    ).start('p', { n: 1 });
    told.complete('a', { r: 5 });
    expect(variablesOf(told, 'tidy')).toEqual([{ n: 1, mine: 5 }]);
    told.complete('tidy');
    expect(told.requested()).toEqual(['a', 'tidy', 'after']);
    expect(told.completed()).toEqual(expect.arrayContaining(['undone', 'tidy', 'last', 'undoing']));
  });

  it('may throw compensation for what is inside', () => {
    const told = thenUndo(sub(undoInside({ kind: 'compensationEndEvent' })))
      .start('p')
      .complete('a');
    told.complete('tidy');
    expect(told.jobTypes()).toEqual(['undoA']);
    told.complete('undoA');
    expect(told.requested()).toEqual(['a', 'tidy', 'undoA', 'after']);
  });

  it('may throw compensation for what is inside while the whole saga is undone', () => {
    const told = thenUndo(
      sub({ ...undoInside({ kind: 'compensationEndEvent' }), undo: { kind: 'serviceTask' } }),
      {
        kind: 'serviceTask',
      },
    );
    told.start('p').complete('a').undo();
    told.complete('tidy').complete('undoA');
    expect(told.requested()).toEqual(['a', 'undo', 'tidy', 'undoA']);
    expect(told.state.status).toBe('compensated');
  });

  it('goes on throwing when the whole saga is undone meanwhile', () => {
    const told = thenUndo(sub(undoInside({ kind: 'compensationEndEvent' })))
      .start('p')
      .complete('a');
    told.complete('tidy').undo();
    expect(told.jobTypes()).toEqual(['undoA']);
    told.complete('undoA');
    expect(told.state.status).toBe('compensated');
    expect(told.requested()).toEqual(['a', 'tidy', 'undoA']);
  });

  it('that still runs is not reached from outside, but from inside', () => {
    const told = play({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'parallelGateway', to: ['it', 'wait'] },
      wait: { kind: 'serviceTask', to: ['undo'] },
      undo: { kind: 'compensationThrowEvent' },
      ...sub({
        it: { kind: 'subProcess' },
        a: { kind: 'serviceTask', scope: 'it', undoneBy: 'undoA', to: ['b'] },
        b: { kind: 'serviceTask', scope: 'it', to: ['undoOwn'] },
        undoOwn: { kind: 'compensationThrowEvent', scope: 'it' },
      }),
    }).start('p');
    told.complete('a').complete('wait');
    expect(told.jobTypes()).toEqual(['b']);
    told.complete('b');
    expect(told.jobTypes()).toEqual(['undoA']);
    told.complete('undoA');
    expect(told.state.status).toBe('completed');
  });

  it('can be named, and means what is inside when it has no handler', () => {
    const told = thenUndo(
      {
        it: { kind: 'serviceTask', undoneBy: 'undoFirst', to: ['box'] },
        undoFirst: { kind: 'serviceTask' },
        box: { kind: 'subProcess', to: ['undo'] },
        begin: { kind: 'noneStartEvent', scope: 'box', to: ['a'] },
        a: { kind: 'serviceTask', scope: 'box', undoneBy: 'undoA' },
        undoA: { kind: 'serviceTask', scope: 'box' },
      },
      { compensates: 'box' },
    ).start('p');
    told.complete('it').complete('a').complete('undoA');
    expect(told.jobTypes()).toEqual(['after']);
  });

  it('that was interrupted has not completed, but what completed inside has', () => {
    const told = thenUndo(
      sub({
        ...undoSub,
        a: { kind: 'serviceTask', scope: 'it', undoneBy: 'undoA', to: ['b'] },
        b: { kind: 'serviceTask', scope: 'it' },
        failed: { kind: 'errorBoundaryEvent', attachedTo: 'it', to: ['undo'] },
      }),
    ).start('p');
    told.complete('a').error('b', 'BAD');
    told.complete('undoA');
    expect(told.requested()).toEqual(['a', 'b', 'undoA', 'after']);
  });
});

describe('compensation of what runs several times', () => {
  it('is one handler for all instances of a multi-instance', () => {
    const told = thenUndo({
      it: { kind: 'serviceTask', loop: twoItems, undoneBy: 'undoIt', to: ['undo'] },
      undoIt: { kind: 'serviceTask' },
    }).start('p');
    told.complete('it').complete('it').complete('undoIt');
    expect(told.requested()).toEqual(['it', 'it', 'undoIt', 'after']);
  });

  it('is one handler inside for each completed instance, with what it had for itself', () => {
    const told = thenUndo(sub({ it: { kind: 'subProcess', loop: twoItems, to: ['undo'] } })).start('p');
    told.complete('a').complete('a').complete('undoA').complete('undoA');
    expect(variablesOf(told, 'undoA')).toMatchObject([
      { item: 20, loopCounter: 2 },
      { item: 10, loopCounter: 1 },
    ]);
  });

  it('is one event sub-process for each completed instance', () => {
    const told = thenUndo(
      sub({
        it: { kind: 'subProcess', loop: twoItems, to: ['undo'] },
        ...undoInside({ kind: 'noneEndEvent' }),
      }),
    ).start('p');
    told.complete('a').complete('a').complete('tidy').complete('tidy');
    expect(variablesOf(told, 'tidy')).toMatchObject([{ item: 20 }, { item: 10 }]);
    expect(told.jobTypes()).toEqual(['after']);
  });

  it('is once for each completion in a cycle', () => {
    const told = thenUndo({
      it: { kind: 'serviceTask', undoneBy: 'undoIt', to: ['which'] },
      undoIt: { kind: 'serviceTask' },
      which: { kind: 'exclusiveGateway', to: ['it?=again', 'undo!'] },
    }).start('p');
    told
      .complete('it', { again: true })
      .complete('it', { again: false })
      .complete('undoIt')
      .complete('undoIt');
    expect(told.requested()).toEqual(['it', 'it', 'undoIt', 'undoIt', 'after']);
  });
});

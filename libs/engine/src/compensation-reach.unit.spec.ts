import { constant } from '@partitura/feel';
import type { NodeSketch, ProcessSketch } from './fixtures/score-builder';
import { play, thenUndo, variablesOf } from './fixtures/undoing';

describe('compensation of a call activity', () => {
  const calls: Partial<NodeSketch> = {
    calledElement: {
      processId: constant('child'),
      binding: { type: 'latest' },
      propagateAllParentVariables: true,
      propagateAllChildVariables: false,
    },
  };
  const child: ProcessSketch = {
    id: 'child',
    nodes: {
      in: { kind: 'noneStartEvent', to: ['a'] },
      a: { kind: 'serviceTask', undoneBy: 'undoA', to: ['out'] },
      undoA: { kind: 'serviceTask' },
      out: { kind: 'noneEndEvent' },
    },
  };

  it('goes into the called instance, and sees its variables', () => {
    const told = thenUndo({ it: { kind: 'callActivity', ...calls, to: ['undo'] } }, {}, [child]).start('p');
    told.complete('a', { booked: 1 });
    expect(variablesOf(told, 'undoA')).toEqual([{ booked: 1 }]);
    told.complete('undoA');
    expect(told.jobTypes()).toEqual(['after']);
    expect(told.instanceStates()).toEqual(['p active', 'child completed']);
  });

  it('with a handler is that handler alone', () => {
    const told = thenUndo(
      {
        it: { kind: 'callActivity', ...calls, undoneBy: 'undoIt', to: ['undo'] },
        undoIt: { kind: 'serviceTask' },
      },
      {},
      [child],
    ).start('p');
    told.complete('a').complete('undoIt');
    expect(told.requested()).toEqual(['a', 'undoIt', 'after']);
  });

  it('can be the handler itself, also while the whole saga is undone', () => {
    const middle: Record<string, NodeSketch> = {
      it: { kind: 'serviceTask', undoneBy: 'undoIt', to: ['undo'] },
      undoIt: { kind: 'callActivity', ...calls },
    };
    const thrown = thenUndo(middle, {}, [child]).start('p');
    thrown.complete('it').complete('a');
    expect(thrown.jobTypes()).toEqual(['after']);
    const undone = thenUndo({ ...middle, undo: { kind: 'serviceTask' } }, { kind: 'serviceTask' }, [
      child,
    ]).start('p');
    undone.complete('it').undo().complete('a');
    expect(undone.state.status).toBe('compensated');
    expect(undone.requested()).not.toContain('undoA');
  });

  it('keeps the called instance of a running call for the end of the undo', () => {
    const told = thenUndo({ it: { kind: 'callActivity', ...calls, to: ['undo'] } }, {}, [
      { id: 'child', nodes: { ...child.nodes, out: { kind: 'serviceTask' } } },
    ]).start('p');
    told.complete('a').undo();
    expect(told.jobTypes()).toEqual(['undoA']);
    told.complete('undoA');
    expect(told.instanceStates()).toEqual(['p compensated', 'child compensated']);
  });
});

describe('compensation and event sub-processes', () => {
  const beside: Record<string, NodeSketch> = {
    start: { kind: 'noneStartEvent', to: ['a'] },
    a: { kind: 'serviceTask', undoneBy: 'undoA', to: ['b'] },
    undoA: { kind: 'serviceTask' },
    b: { kind: 'serviceTask' },
    help: { kind: 'eventSubProcess' },
    failed: { kind: 'errorStartEvent', scope: 'help', to: ['c'] },
    c: { kind: 'serviceTask', scope: 'help', undoneBy: 'undoC', to: ['last'] },
    undoC: { kind: 'serviceTask', scope: 'help' },
    last: { kind: 'noneEndEvent', scope: 'help' },
  };

  it('undoes what an event sub-process has completed with the rest', () => {
    const told = play({ ...beside, last: { kind: 'serviceTask', scope: 'help' } }).start('p');
    told.complete('a').error('b', 'BAD');
    told.complete('c').undo().complete('undoC').complete('undoA');
    expect(told.state.status).toBe('compensated');
  });

  it('undoes from an event sub-process what its scope and it itself have completed', () => {
    const told = play({ ...beside, last: { kind: 'compensationEndEvent', scope: 'help' } }).start('p');
    told.complete('a').error('b', 'BAD');
    told.complete('c').complete('undoC').complete('undoA');
    expect(told.requested()).toEqual(['a', 'b', 'c', 'undoC', 'undoA']);
    expect(told.state.status).toBe('completed');
  });
});

import { compileExpression, constant } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch, type ProcessSketch } from './fixtures/score-builder';

const twoItems = {
  kind: 'multiInstance',
  sequential: false,
  collection: compileExpression('[10, 20]'),
  inputElement: 'item',
} as const;

const play = (nodes: Record<string, NodeSketch>, called: ProcessSketch[] = []) =>
  new Play(buildScore([{ id: 'p', nodes }, ...called]));

/** Something undoable in the middle, then a throw event, then a task. */
const thenUndo = (
  middle: Record<string, NodeSketch>,
  thrown: Partial<NodeSketch> = {},
  called: ProcessSketch[] = [],
) =>
  play(
    {
      start: { kind: 'noneStartEvent', to: ['it'] },
      ...middle,
      undo: { kind: 'compensationThrowEvent', to: ['after'], ...thrown },
      after: { kind: 'serviceTask' },
    },
    called,
  );

/** A sub-process around one task with a handler. */
const sub = (more: Record<string, NodeSketch> = {}): Record<string, NodeSketch> => ({
  it: { kind: 'subProcess', to: ['undo'] },
  begin: { kind: 'noneStartEvent', scope: 'it', to: ['a'] },
  a: { kind: 'serviceTask', scope: 'it', undoneBy: 'undoA' },
  undoA: { kind: 'serviceTask', scope: 'it' },
  ...more,
});

const undoSub: Record<string, NodeSketch> = {
  it: { kind: 'subProcess', to: ['undo'], undoneBy: 'undoIt' },
  undoIt: { kind: 'serviceTask' },
};

/** An event sub-process that undoes `it`: one task, then what is given. */
const undoInside = (then: NodeSketch): Record<string, NodeSketch> => ({
  undoing: { kind: 'eventSubProcess', scope: 'it' },
  undone: { kind: 'compensationStartEvent', scope: 'undoing', to: ['tidy'] },
  tidy: { kind: 'serviceTask', scope: 'undoing', to: ['last'] },
  last: { ...then, scope: 'undoing' },
});

const variablesOf = (told: Play, type: string) =>
  told.events.flatMap((event) =>
    event.type === 'JobRequested' && event.jobType === type ? [event.variables] : [],
  );

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

  it('wait as an incident of type COMPENSATION for trouble anywhere inside, and can be skipped', () => {
    const told = thenUndo(boxed({ x: { kind: 'serviceTask', scope: 'undoIt' } })).start('p');
    told.complete('it').error('x', 'BAD');
    expect(told.incidents()).toEqual(['COMPENSATION at x']);
    const [incident] = Object.keys(told.state.incidents).map(Number);
    expect(
      told.tell({ kind: 'skipIncident', incident: incident as number, reason: 'by hand', at: 0 }),
    ).toBeUndefined();
    expect(told.jobTypes()).toEqual(['after']);
    expect(told.state.handlerSkipped).toBe(true);
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

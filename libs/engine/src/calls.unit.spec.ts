import type { Binding, CalledElement } from '@partitura/bpmn';
import { compileExpression, constant } from '@partitura/feel';
import { onlyScore, Play } from './fixtures/play';
import { buildScore, type NodeSketch, type ProcessSketch } from './fixtures/score-builder';

const latest: Binding = { type: 'latest' };

const calling = (processId: string, more: Partial<CalledElement> = {}): Partial<NodeSketch> => ({
  kind: 'callActivity',
  calledElement: {
    processId: constant(processId),
    binding: latest,
    propagateAllParentVariables: true,
    propagateAllChildVariables: true,
    ...more,
  },
});

const child: ProcessSketch = {
  id: 'child',
  nodes: {
    in: { kind: 'noneStartEvent', to: ['job'] },
    job: { kind: 'serviceTask', to: ['out'] },
    out: { kind: 'noneEndEvent' },
  },
};

const caller = (call: Partial<NodeSketch>, more: Record<string, NodeSketch> = {}): ProcessSketch => ({
  id: 'caller',
  nodes: {
    start: { kind: 'noneStartEvent', to: ['call'] },
    call: { kind: 'callActivity', ...call, to: ['end'] },
    end: { kind: 'noneEndEvent' },
    ...more,
  },
});

const play = (call: Partial<NodeSketch>, more: Record<string, NodeSketch> = {}, called = child) =>
  new Play(buildScore([caller(call, more), called]));

describe('call activity', () => {
  it('runs the called process as an instance of its own, and goes on when that has ended', () => {
    const told = play(calling('child')).start('caller', { a: 1 });
    expect(told.instanceStates()).toEqual(['caller active', 'child active']);
    expect(Object.values(told.state.instances)[1]?.variables).toEqual({ a: 1 });
    told.complete('job', { b: 2 });
    expect(told.instanceStates()).toEqual(['caller completed', 'child completed']);
    expect(told.variables()).toEqual({ a: 1, b: 2 });
  });

  it('passes only what the mappings say when propagation is off', () => {
    const told = play({
      ...calling('child', { propagateAllParentVariables: false, propagateAllChildVariables: false }),
      inputs: [{ source: compileExpression('a + b'), target: 'x' }],
      outputs: [{ source: compileExpression('result * 2'), target: 'y' }],
    }).start('caller', { a: 1, b: 2 });
    const [, called] = Object.values(told.state.instances);
    expect(called?.variables).toEqual({ x: 3 });
    told.complete('job', { result: 5, secret: 1 });
    expect(told.variables()).toEqual({ a: 1, b: 2, y: 10 });
  });

  it('passes nothing in without mappings when propagation is off, not even an item', () => {
    const told = play({
      ...calling('child', { propagateAllParentVariables: false }),
      loop: {
        kind: 'multiInstance',
        sequential: false,
        collection: compileExpression('items'),
        inputElement: 'item',
      },
    }).start('caller', { items: [1] });
    expect(Object.values(told.state.instances)[1]?.variables).toEqual({});
  });

  it('passes nothing back without mappings when propagation is off', () => {
    const told = play(calling('child', { propagateAllChildVariables: false })).start('caller', { a: 1 });
    expect(told.complete('job', { b: 2 }).variables()).toEqual({ a: 1 });
  });

  it('waits as an incident for a process that is not deployed, and calls it once it is', () => {
    const score = buildScore([caller(calling('child')), child]);
    let deployed = false;
    const library = { ...onlyScore(score), process: () => (deployed ? 'v1' : undefined) };
    const told = new Play(library).start('caller');
    expect(told.incidents()).toEqual(['CALLED_ELEMENT at call']);
    told.resolve();
    expect(told.incidents()).toEqual(['CALLED_ELEMENT at call']);
    deployed = true;
    told.resolve();
    expect(told.jobTypes()).toEqual(['job']);
  });

  it('waits as an incident when the called process has no none start event', () => {
    const nodes: Record<string, NodeSketch> = {
      in: { kind: 'messageStartEvent', messageName: 'begin', to: ['out'] },
      out: { kind: 'noneEndEvent' },
    };
    expect(play(calling('child'), {}, { id: 'child', nodes }).start('caller').incidents()).toEqual([
      'CALLED_ELEMENT at call',
    ]);
  });

  it('takes the id of the called process from an expression', () => {
    const told = play(calling('', { processId: compileExpression('which') }));
    expect(told.start('caller', { which: 'child' }).jobTypes()).toEqual(['job']);
    expect(
      play(calling('', { processId: compileExpression('which') }))
        .start('caller')
        .incidents(),
    ).toEqual(['EXPRESSION at call']);
  });

  it('stops a recursion without end as an incident', () => {
    const told = play(calling('caller')).start('caller');
    expect(told.incidents()).toEqual(['CALLED_ELEMENT at call']);
    expect(Object.keys(told.state.instances)).toHaveLength(201);
    expect(told.tell({ kind: 'cancelSaga', at: 0 })).toBeUndefined();
    expect(told.state.elements).toEqual({});
  });

  const caught: Record<string, NodeSketch> = {
    failed: { kind: 'errorBoundaryEvent', attachedTo: 'call', errorCode: 'BAD', to: ['handled'] },
    handled: { kind: 'noneEndEvent' },
  };

  it('catches what nothing in the called process does, and cancels that', () => {
    const told = play(calling('child'), caught).start('caller');
    told.error('job', 'BAD');
    expect(told.instanceStates()).toEqual(['caller completed', 'child canceled']);
    expect(told.completed()).toEqual(['start', 'in', 'failed', 'handled']);
  });

  it('leaves an error that nobody catches where it was thrown', () => {
    const told = play(calling('child'), caught).start('caller');
    told.error('job', 'OTHER');
    expect(told.incidents()).toEqual(['UNHANDLED_ERROR at job']);
  });

  it('lets an escalation of the called process out, which goes on beside', () => {
    const escalating: ProcessSketch = {
      id: 'child',
      nodes: {
        in: { kind: 'noneStartEvent', to: ['tell'] },
        tell: { kind: 'escalationThrowEvent', escalationCode: 'SLOW', to: ['job'] },
        job: { kind: 'serviceTask' },
      },
    };
    const told = play(
      calling('child'),
      {
        slow: {
          kind: 'escalationBoundaryEvent',
          attachedTo: 'call',
          interrupting: false,
          escalationCode: 'SLOW',
          to: ['note'],
        },
        note: { kind: 'serviceTask' },
      },
      escalating,
    ).start('caller');
    expect(told.jobTypes().sort()).toEqual(['job', 'note']);
  });

  it('cancels the called process when it is interrupted itself', () => {
    const told = play(calling('child'), {
      late: { kind: 'timerBoundaryEvent', attachedTo: 'call', duration: 'PT1M', to: ['handled'] },
      handled: { kind: 'noneEndEvent' },
    }).start('caller');
    told.advance(60_000);
    expect(told.instanceStates()).toEqual(['caller completed', 'child canceled']);
    expect(told.state.jobs).toEqual({});
  });

  it('calls once for each item, one after the other or all at once', () => {
    for (const sequential of [true, false]) {
      const told = play({
        ...calling('child'),
        loop: {
          kind: 'multiInstance',
          sequential,
          collection: compileExpression('items'),
          inputElement: 'item',
          outputCollection: 'results',
          outputElement: compileExpression('result'),
        },
      }).start('caller', { items: [1, 2] });
      expect(told.waiting()).toHaveLength(sequential ? 1 : 2);
      told.complete('job', { result: 'a' }).complete('job', { result: 'b' });
      expect(told.variables()).toEqual({ items: [1, 2], results: ['a', 'b'] });
      expect(told.instanceStates()).toEqual(['caller completed', 'child completed', 'child completed']);
    }
  });

  it('belongs to the saga of its caller: what was called is undone with it', () => {
    const undoable: ProcessSketch = {
      id: 'child',
      nodes: {
        in: { kind: 'noneStartEvent', to: ['job'] },
        job: { kind: 'serviceTask', undoneBy: 'undo', to: ['out'] },
        undo: { kind: 'serviceTask' },
        out: { kind: 'noneEndEvent' },
      },
    };
    const told = play(calling('child'), { end: { kind: 'serviceTask' } }, undoable).start('caller');
    told.complete('job').undo();
    expect(told.jobTypes()).toEqual(['undo']);
    told.complete('undo');
    expect(told.instanceStates()).toEqual(['caller compensated', 'child compensated']);
  });
});

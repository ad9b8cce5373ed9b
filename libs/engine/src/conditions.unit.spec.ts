import { compileExpression, constant } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

const times = (play: Play, id: string): number => play.completed().filter((done) => done === id).length;

describe('conditional catch event', () => {
  const waiting = () =>
    plain({
      start: { kind: 'noneStartEvent', to: ['wait'] },
      wait: { kind: 'conditionalCatchEvent', when: 'x > 10', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    });

  it('passes at once when its condition is true already', () => {
    expect(waiting().start('p', { x: 11 }).state.status).toBe('completed');
  });

  it('waits until a change makes it true', () => {
    const play = waiting().start('p', { x: 1 }).set({ x: 10 });
    expect(play.state.status).toBe('active');
    expect(play.set({ x: 11 }).state.status).toBe('completed');
  });

  it('takes variables that are not there yet as not true yet', () => {
    const play = waiting().start('p');
    expect(play.state.status).toBe('active');
    expect(play.set({ x: 11 }).state.status).toBe('completed');
  });
});

const task = (boundary: Partial<NodeSketch>, work: Partial<NodeSketch> = {}) =>
  plain({
    start: { kind: 'noneStartEvent', to: ['work'] },
    work: { kind: 'serviceTask', ...work, to: ['end'] },
    note: {
      kind: 'conditionalBoundaryEvent',
      attachedTo: 'work',
      when: 'x > 10',
      ...boundary,
      to: ['noted'],
    },
    noted: { kind: 'noneEndEvent' },
    end: { kind: 'noneEndEvent' },
  });

describe('conditional boundary event', () => {
  it('skips an activity that begins with its condition true', () => {
    const play = task({}).start('p', { x: 11 });
    expect(play.requested()).toEqual([]);
    expect(play.completed()).toEqual(['start', 'note', 'noted']);
  });

  it('sees what the input mappings of its activity make', () => {
    const play = task({}, { inputs: [{ source: compileExpression('11'), target: 'x' }] }).start('p');
    expect(play.completed()).toContain('noted');
  });

  it('does not see what its activity brings when it completes', () => {
    const play = task({}).start('p', { x: 1 }).complete('work', { x: 11 });
    expect(play.completed()).toEqual(['start', 'work', 'end']);
  });

  it('triggers with every change that leaves it true when it does not interrupt, once each', () => {
    const play = task({ interrupting: false }).start('p', { x: 1 });
    play.set({ x: 11 }).set({ x: 12 }).set({ x: 12 }).set({ x: 1 }).set({ x: 13 });
    expect(times(play, 'noted')).toBe(3);
    expect(play.complete('work').state.status).toBe('completed');
  });

  it('is not looked at when something else changes', () => {
    const play = task({ interrupting: false })
      .start('p', { x: 1 })
      .set({ x: 11 })
      .set({ y: 1 })
      .set({ y: 2 });
    expect(times(play, 'noted')).toBe(1);
  });

  it('triggers once when one change brings several of its variables', () => {
    const play = task({ interrupting: false, when: 'x > 10 or y > 5' }).start('p').set({ x: 11, y: 6 });
    expect(times(play, 'noted')).toBe(1);
  });

  it('looks only at the kinds of changes that its filter names', () => {
    const when = { expression: compileExpression('x > 10'), variableEvents: ['create'] as const };
    const created = task({ interrupting: false, condition: when, when: undefined }).start('p');
    expect(times(created.set({ x: 11 }).set({ x: 12 }), 'noted')).toBe(1);
  });

  it('triggers with each of two changes that one answer causes', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'parallelGateway', to: ['work', 'ask'] },
      work: { kind: 'serviceTask' },
      note: {
        kind: 'conditionalBoundaryEvent',
        attachedTo: 'work',
        interrupting: false,
        when: 'x > 10',
        to: ['noted'],
      },
      noted: { kind: 'noneEndEvent' },
      ask: { kind: 'serviceTask', to: ['raise'] },
      raise: { kind: 'scriptTask', script: script('x + 1', 'x'), to: ['lower'] },
      lower: { kind: 'scriptTask', script: script('0', 'x') },
    }).start('p');
    play.complete('ask', { x: 11 });
    expect(times(play, 'noted')).toBe(2);
    expect(play.variables()).toEqual({ x: 0 });
  });
});

const script = (feel: string, resultVariable: string) => ({
  expression: compileExpression(feel),
  resultVariable,
});

describe('conditional event sub-process', () => {
  const withWatch = (interrupting: boolean) =>
    plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask', to: ['next'] },
      next: { kind: 'serviceTask', to: ['end'] },
      end: { kind: 'noneEndEvent' },
      watch: { kind: 'eventSubProcess' },
      alarm: { kind: 'conditionalStartEvent', scope: 'watch', interrupting, when: 'x > 10', to: ['react'] },
      react: { kind: 'serviceTask', scope: 'watch' },
    });

  it('interrupts before the next element begins', () => {
    const play = withWatch(true).start('p', { x: 1 }).complete('work', { x: 11 });
    expect(play.requested()).toEqual(['work', 'react']);
    expect(play.complete('react').instanceStates()).toEqual(['p completed']);
  });

  it('begins instead of the start event when it is true from the start', () => {
    const play = withWatch(true).start('p', { x: 11 });
    expect(play.completed()).toEqual(['alarm']);
    expect(play.complete('react').state.status).toBe('completed');
  });

  it('runs beside the rest, again with each change', () => {
    const play = withWatch(false).start('p', { x: 1 }).set({ x: 11 }).set({ x: 12 });
    expect(play.jobTypes()).toEqual(['work', 'react', 'react']);
    play.complete('react').complete('react').complete('work').complete('next');
    expect(play.state.status).toBe('completed');
  });

  it('still begins with what the last activity of its scope has changed', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask' },
      watch: { kind: 'eventSubProcess' },
      alarm: { kind: 'conditionalStartEvent', scope: 'watch', when: 'x > 10', to: ['react'] },
      react: { kind: 'serviceTask', scope: 'watch' },
    }).start('p');
    play.complete('work', { x: 11 });
    expect(play.jobTypes()).toEqual(['react']);
    expect(play.complete('react').instanceStates()).toEqual(['p completed']);
  });
});

describe('a condition that its own event changes', () => {
  it('stops after many steps instead of going on for ever', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask' },
      watch: { kind: 'eventSubProcess' },
      alarm: {
        kind: 'conditionalStartEvent',
        scope: 'watch',
        interrupting: false,
        when: 'x > 0',
        to: ['raise'],
      },
      raise: { kind: 'scriptTask', scope: 'watch', script: script('x + 1', 'x') },
    }).start('p', { x: 0 });
    play.set({ x: 1 });
    expect(play.incidents()).toEqual(['UNHANDLED_ERROR at raise']);
  });
});

describe('scopes of conditions', () => {
  const nested = () =>
    plain({
      start: { kind: 'noneStartEvent', to: ['sub'] },
      sub: { kind: 'subProcess', inputs: [{ source: compileExpression('0'), target: 'y' }], to: ['end'] },
      outer: { kind: 'conditionalBoundaryEvent', attachedTo: 'sub', when: 'x > 10', to: ['left'] },
      in: { kind: 'noneStartEvent', scope: 'sub', to: ['work'] },
      work: { kind: 'serviceTask', scope: 'sub' },
      inner: { kind: 'conditionalBoundaryEvent', scope: 'sub', attachedTo: 'work', when: 'x > 10 or y > 10' },
      left: { kind: 'noneEndEvent' },
      end: { kind: 'noneEndEvent' },
    }).start('p');

  it('looks at outer ones first, which end the inner ones', () => {
    const play = nested().set({ x: 11 });
    expect(play.completed()).toEqual(['start', 'in', 'outer', 'left']);
  });

  it('looks at those that can see a local variable', () => {
    const play = nested();
    const sub = Object.values(play.state.elements).find(({ element }) => element === 'sub');
    play.tell({ kind: 'setVariables', instance: 1, element: sub!.id, variables: { y: 11 }, at: 0 });
    expect(play.completed()).toEqual(['start', 'in', 'inner', 'sub', 'end']);
  });

  const calledElement = {
    processId: constant('q'),
    binding: { type: 'latest' },
    propagateAllParentVariables: true,
    propagateAllChildVariables: true,
  } as const;

  it('hides the changes of a caller from the process that it has called', () => {
    const score = buildScore([
      {
        id: 'p',
        nodes: {
          start: { kind: 'noneStartEvent', to: ['call'] },
          call: { kind: 'callActivity', calledElement },
        },
      },
      {
        id: 'q',
        nodes: {
          begin: { kind: 'noneStartEvent', to: ['work'] },
          work: { kind: 'serviceTask' },
          note: { kind: 'conditionalBoundaryEvent', attachedTo: 'work', interrupting: false, when: 'x > 10' },
        },
      },
    ]);
    const play = new Play(score).start('p', { x: 11 });
    expect(times(play, 'note')).toBe(1);
    expect(times(play.set({ x: 12 }), 'note')).toBe(1);
    const [, called] = Object.values(play.state.instances);
    expect(times(play.set({ x: 13 }, called!.id), 'note')).toBe(2);
  });
});

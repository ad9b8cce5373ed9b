import { compileExpression } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';

/** A, with AfterA behind it, B and C in an ad-hoc sub-process. */
const adHoc = (said: NodeSketch['adHoc'], more: Record<string, NodeSketch> = {}) =>
  new Play(
    buildScore([
      {
        id: 'p',
        nodes: {
          start: { kind: 'noneStartEvent', to: ['box'] },
          box: { kind: 'adHocSubProcess', adHoc: said, to: ['end'] },
          A: { kind: 'serviceTask', scope: 'box', to: ['AfterA'] },
          AfterA: { kind: 'serviceTask', scope: 'box' },
          B: { kind: 'serviceTask', scope: 'box' },
          C: { kind: 'serviceTask', scope: 'box' },
          end: { kind: 'noneEndEvent' },
          ...more,
        },
      },
    ]),
  );

const chosen = { activeElements: compileExpression('chosen') };

describe('ad-hoc sub-process', () => {
  it('begins every activity that no flow leads to when it chooses none', () => {
    expect(adHoc({}).start('p').jobTypes()).toEqual(['A', 'B', 'C']);
  });

  it('begins what its collection names, follows the flows behind it, and ends with the last', () => {
    const play = adHoc(chosen).start('p', { chosen: ['B', 'A'] });
    expect(play.jobTypes()).toEqual(['B', 'A']);
    play.complete('A').complete('B');
    expect(play.state.status).toBe('active');
    play.complete('AfterA');
    expect(play.state.status).toBe('completed');
    expect(play.completed()).toEqual(['start', 'A', 'B', 'AfterA', 'box', 'end']);
  });

  it('may begin the same activity twice', () => {
    expect(
      adHoc(chosen)
        .start('p', { chosen: ['B', 'B'] })
        .jobTypes(),
    ).toEqual(['B', 'B']);
  });

  it('ends at once when there is nothing to begin', () => {
    expect(adHoc(chosen).start('p', { chosen: [] }).state.status).toBe('completed');
  });

  it.each([
    ['names what it does not have', ['B', 'X'], 'X'],
    ['is no list', 'B', 'not a list'],
  ])('waits as an incident when its collection %s', (_, value, named) => {
    const play = adHoc(chosen).start('p', { chosen: value });
    expect(play.incidents()).toEqual(['EXPRESSION at box']);
    expect(Object.values(play.state.incidents)[0]?.message).toContain(named);
    expect(play.jobTypes()).toEqual([]);
    play.set({ chosen: ['B'] }).resolve();
    expect(play.jobTypes()).toEqual(['B']);
  });

  it('runs one activity after the other, with all that follows it, when its order is sequential', () => {
    const play = adHoc({ ...chosen, sequential: true }).start('p', { chosen: ['A', 'C', 'B'] });
    const order: string[] = [];
    for (let [type] = play.jobTypes(); type; [type] = play.jobTypes()) {
      expect(play.jobTypes()).toHaveLength(1);
      order.push(type);
      play.complete(type);
    }
    expect(order).toEqual(['A', 'AfterA', 'C', 'B']);
    expect(play.state.status).toBe('completed');
  });

  it('waits for every branch of an activity before the next one begins', () => {
    const play = adHoc(
      { ...chosen, sequential: true },
      {
        A: { kind: 'serviceTask', scope: 'box', to: ['AfterA', 'Too'] },
        Too: { kind: 'serviceTask', scope: 'box' },
      },
    ).start('p', { chosen: ['A', 'B', 'C'] });
    play.complete('A').complete('Too');
    expect(play.jobTypes()).toEqual(['AfterA']);
    play.complete('AfterA');
    expect(play.jobTypes()).toEqual(['B']);
    play.complete('B').complete('C');
    expect(play.state.status).toBe('completed');
  });

  const done = { completionCondition: compileExpression('done') };

  it('ends when its completion condition is true after a chain, and cancels the rest', () => {
    const play = adHoc(done).start('p', { done: false });
    play.complete('B', { done: true });
    expect(play.terminated().sort()).toEqual(['A', 'C']);
    expect(play.state.status).toBe('completed');
  });

  it('does not look at its condition in the middle of a chain', () => {
    const play = adHoc(done).start('p', { done: false });
    play.complete('A', { done: true });
    expect(play.jobTypes()).toEqual(['B', 'C', 'AfterA']);
    play.complete('AfterA');
    expect(play.state.status).toBe('completed');
  });

  it('lets the rest finish when it does not cancel it', () => {
    const play = adHoc({ ...done, cancelRemainingInstances: false }).start('p', { done: false });
    play.complete('B', { done: true });
    expect(play.jobTypes()).toEqual(['A', 'C']);
    play.complete('C').complete('A').complete('AfterA');
    expect(play.state.status).toBe('completed');
  });

  it('begins nothing more in a sequence once its condition is true', () => {
    const play = adHoc({ ...done, sequential: true, cancelRemainingInstances: false }).start('p', {
      done: false,
    });
    play.complete('A').complete('AfterA', { done: true });
    expect(play.state.status).toBe('completed');
    expect(play.completed()).not.toContain('B');
  });

  it('stays open when everything is done and its condition is not true, for more to be activated', () => {
    const play = adHoc({ ...done, ...chosen }).start('p', { chosen: ['B'], done: false });
    play.complete('B');
    expect(play.state.status).toBe('active');
    const modify = {
      kind: 'modifyInstance',
      instance: 1,
      activate: [{ element: 'C' }],
      terminate: [],
      at: 0,
    } as const;
    expect(play.tell(modify)).toBeUndefined();
    play.complete('C', { done: true });
    expect(play.state.status).toBe('completed');
  });

  it('collects an output for each chain, which its condition can see', () => {
    const play = adHoc({
      outputCollection: 'results',
      outputElement: compileExpression('result'),
      completionCondition: compileExpression('count(results) >= 2'),
    }).start('p');
    play.complete('B', { result: 'b' });
    expect(play.state.status).toBe('active');
    play.complete('C', { result: 'c' });
    expect(play.state.status).toBe('completed');
    expect(play.variables().results).toEqual(['b', 'c']);
  });

  it('waits as an incident at the end of the chain whose condition cannot be decided, and goes on from there', () => {
    const play = adHoc(done).start('p');
    play.complete('B');
    expect(play.incidents()).toEqual(['EXPRESSION at B']);
    play.set({ done: true }).resolve();
    expect(play.state.status).toBe('completed');
    expect(play.completed()).toEqual(['start', 'B', 'box', 'end']);
  });

  const interrupt: Record<string, NodeSketch> = {
    stop: { kind: 'eventSubProcess', scope: 'box' },
    told: { kind: 'messageStartEvent', scope: 'stop', messageName: 'stop', key: '=1', to: ['tidy'] },
    tidy: { kind: 'serviceTask', scope: 'stop' },
  };

  it('ends after an event sub-process that has interrupted it', () => {
    const play = adHoc({ ...done, outputCollection: 'results' }, interrupt).start('p', { done: false });
    play.message('stop');
    expect(play.jobTypes()).toEqual(['tidy']);
    play.complete('tidy');
    expect(play.state.status).toBe('completed');
    expect(play.variables().results).toEqual([]);
  });

  it('does not count an event sub-process beside it among its chains', () => {
    const play = adHoc(
      { ...chosen, sequential: true, outputCollection: 'results', outputElement: compileExpression('1') },
      {
        ...interrupt,
        told: {
          kind: 'messageStartEvent',
          scope: 'stop',
          interrupting: false,
          messageName: 'stop',
          key: '=1',
          to: ['tidy'],
        },
      },
    ).start('p', { chosen: ['B', 'C'] });
    play.message('stop').complete('B');
    expect(play.jobTypes()).toEqual(['tidy', 'C']);
    play.complete('C');
    expect(play.state.status).toBe('active');
    play.complete('tidy');
    expect(play.state.status).toBe('completed');
    expect(play.variables().results).toEqual([1, 1]);
  });

  it('is left by its boundary events', () => {
    const play = adHoc(
      {},
      {
        failed: { kind: 'errorBoundaryEvent', attachedTo: 'box', to: ['end'] },
      },
    ).start('p');
    play.error('B', 'BAD');
    expect(play.completed()).toEqual(['start', 'failed', 'end']);
    expect(play.state.elements).toEqual({});
  });
});

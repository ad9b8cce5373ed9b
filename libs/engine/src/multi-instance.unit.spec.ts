import { compileExpression } from '@partitura/feel';
import type { MultiInstance } from '@partitura/bpmn';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

const each = (
  loop: Partial<MultiInstance>,
  work: Partial<NodeSketch> = {},
  more: Record<string, NodeSketch> = {},
) =>
  plain({
    start: { kind: 'noneStartEvent', to: ['work'] },
    work: {
      kind: 'serviceTask',
      ...work,
      loop: { kind: 'multiInstance', sequential: false, ...loop },
      to: ['end'],
    },
    end: { kind: 'noneEndEvent' },
    ...more,
  });

const items = { collection: compileExpression('items'), inputElement: 'item' };
const results = { outputCollection: 'results', outputElement: compileExpression('result') };

describe('multi-instance', () => {
  it('runs once for each item, which each instance has for itself', () => {
    const play = each({ ...items }).start('p', { items: ['a', null] });
    const locals = Object.values(play.state.elements).map(({ variables }) => variables);
    expect(locals).toEqual([undefined, { loopCounter: 1, item: 'a' }, { loopCounter: 2, item: null }]);
    play.complete('work').complete('work');
    expect(play.state.status).toBe('completed');
    expect(play.variables()).toEqual({ items: ['a', null] });
  });

  it('tells its instances apart from the body by their loop counter', () => {
    const play = each({ ...items }).start('p', { items: [1, 2] });
    const counters = play.events.flatMap((event) =>
      event.type === 'ElementEntered' && event.elementId === 'work' ? [event.loopCounter] : [],
    );
    expect(counters).toEqual([undefined, 1, 2]);
  });

  it('collects results in the order of the items, whatever completes first', () => {
    const play = each({ ...items, ...results }).start('p', { items: [1, 2, 3] });
    const [first, second, third] = play.waiting();
    for (const [job, result] of [
      [second, 'b'],
      [third, 'c'],
      [first, 'a'],
    ] as const)
      play.tell({ kind: 'completeJob', job: job!.id, variables: { result }, at: 0 });
    expect(play.variables()).toEqual({ items: [1, 2, 3], results: ['a', 'b', 'c'] });
  });

  it('completes at once with an empty list for an empty collection', () => {
    const play = each({ ...items, ...results }).start('p', { items: [] });
    expect(play.state.status).toBe('completed');
    expect(play.variables()).toEqual({ items: [], results: [] });
  });

  it('waits as an incident for a collection that is no list, and goes on when it is one', () => {
    const play = each({ ...items }).start('p', { items: 'x' });
    expect(play.incidents()).toEqual(['EXPRESSION at work']);
    play
      .set({ items: [1] })
      .resolve()
      .complete('work');
    expect(play.state.status).toBe('completed');
  });

  it('maps inputs and outputs for each instance', () => {
    const play = each(
      {
        kind: 'multiInstance',
        ...items,
        outputCollection: 'results',
        outputElement: compileExpression('double'),
      },
      {
        inputs: [{ source: compileExpression('item * 10'), target: 'ten' }],
        outputs: [{ source: compileExpression('ten + answer'), target: 'double' }],
      },
    ).start('p', { items: [1, 2] });
    play.complete('work', { answer: 5 }).complete('work', { answer: 6 });
    expect(play.variables()).toEqual({ items: [1, 2], results: [15, 26] });
  });

  it('runs one after the other when sequential, with the collection as it was at the beginning', () => {
    const play = each({ sequential: true, ...items, ...results });
    play.start('p', { items: ['a', 'b'] });
    expect(play.waiting()).toHaveLength(1);
    play.set({ items: ['x', 'y'] }).complete('work', { result: 1 });
    expect(Object.values(play.state.elements).at(-1)?.variables).toMatchObject({ item: 'b', loopCounter: 2 });
    play.complete('work', { result: 2 });
    expect(play.variables().results).toEqual([1, 2]);
  });

  it('ends early when its completion condition is true, and leaves null for what was not done', () => {
    const play = each({
      ...items,
      ...results,
      completionCondition: compileExpression(
        'numberOfInstances = 3 and numberOfActiveInstances = 1 and numberOfCompletedInstances = 2 and numberOfTerminatedInstances = 0',
      ),
    }).start('p', { items: [1, 2, 3] });
    play.complete('work', { result: 'a' }).complete('work', { result: 'b' });
    expect(play.state.status).toBe('completed');
    expect(play.terminated()).toEqual(['work']);
    expect(play.variables().results).toEqual(['a', 'b', null]);
  });

  it('counts of sequential instances only those that have begun', () => {
    const play = each({
      sequential: true,
      ...items,
      completionCondition: compileExpression('numberOfInstances = 2 and numberOfActiveInstances = 0'),
    }).start('p', { items: [1, 2, 3] });
    play.complete('work').complete('work');
    expect(play.state.status).toBe('completed');
  });

  it('lets its completion condition see the results so far', () => {
    const play = each({
      ...items,
      ...results,
      completionCondition: compileExpression('count(results[item = "yes"]) >= 1'),
    }).start('p', { items: [1, 2, 3] });
    play.complete('work', { result: 'no' });
    expect(play.state.status).toBe('active');
    play.complete('work', { result: 'yes' });
    expect(play.state.status).toBe('completed');
  });

  it('runs as often as its cardinality says', () => {
    const play = each({ cardinality: compileExpression('n') }).start('p', {
      n: 3,
    });
    expect(play.waiting()).toHaveLength(3);
  });

  it('has its boundary events once, on the whole', () => {
    const play = each(
      { ...items },
      {},
      {
        late: { kind: 'timerBoundaryEvent', attachedTo: 'work', duration: 'PT1M', to: ['gaveUp'] },
        gaveUp: { kind: 'noneEndEvent' },
      },
    ).start('p', { items: [1, 2] });
    expect(Object.values(play.state.timers)).toHaveLength(1);
    play.advance(60_000);
    expect(play.terminated()).toEqual(['work', 'work', 'work']);
    expect(play.completed()).toEqual(['start', 'late', 'gaveUp']);
  });

  it('is left by an error of one of its instances', () => {
    const play = each(
      { ...items },
      {},
      {
        bad: { kind: 'errorBoundaryEvent', attachedTo: 'work', errorCode: 'BAD', to: ['failed'] },
        failed: { kind: 'noneEndEvent' },
      },
    ).start('p', { items: [1, 2] });
    play.error('work', 'BAD');
    expect(play.completed()).toEqual(['start', 'bad', 'failed']);
    expect(play.state.elements).toEqual({});
  });

  it('has each instance of a sub-process to itself, with its event sub-processes', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['each'] },
      each: {
        kind: 'subProcess',
        loop: { kind: 'multiInstance', sequential: false, ...items },
        to: ['end'],
      },
      begin: { kind: 'noneStartEvent', scope: 'each', to: ['work'] },
      work: { kind: 'serviceTask', scope: 'each', to: ['stop'] },
      stop: { kind: 'noneEndEvent', scope: 'each' },
      rescue: { kind: 'eventSubProcess', scope: 'each' },
      caught: { kind: 'errorStartEvent', scope: 'rescue', errorCode: 'BAD', to: ['worse'] },
      worse: { kind: 'serviceTask', scope: 'rescue', to: ['rescued'] },
      rescued: { kind: 'noneEndEvent', scope: 'rescue' },
      failed: { kind: 'errorBoundaryEvent', attachedTo: 'each', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    }).start('p', { items: [1, 2] });
    play.error('work', 'BAD');
    expect(play.jobTypes()).toEqual(['work', 'worse']);
    play.error('worse', 'BAD');
    expect(play.completed()).toEqual(expect.arrayContaining(['caught', 'failed', 'end']));
    expect(play.state.status).toBe('completed');
  });

  it('takes a collection of many items of one pass each for no endless loop', () => {
    const play = each({ ...items }, { kind: 'undefinedTask' });
    play.start('p', { items: Array.from({ length: 20_000 }, (_, n) => n) });
    expect(play.state.status).toBe('completed');
    const inTurn = each({ sequential: true, ...items }, { kind: 'undefinedTask' });
    inTurn.start('p', { items: Array.from({ length: 20_000 }, (_, n) => n) });
    expect(inTurn.state.status).toBe('completed');
  });

  it('costs the same for each of many items in a sub-process', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['each'] },
      each: { kind: 'subProcess', loop: { kind: 'multiInstance', sequential: false, ...items } },
      begin: { kind: 'noneStartEvent', scope: 'each', to: ['pass'] },
      pass: { kind: 'undefinedTask', scope: 'each', undoneBy: 'undo' },
      undo: { kind: 'undefinedTask', scope: 'each' },
      last: { kind: 'noneEndEvent', scope: 'each' },
    });
    play.start('p', { items: Array.from({ length: 20_000 }, (_, n) => n) });
    expect(play.state.status).toBe('completed');
    expect(play.incidents()).toEqual([]);
  });

  it('stops a cycle around it that never waits', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['again'] },
      again: { kind: 'exclusiveGateway', to: ['round'] },
      round: { kind: 'subProcess', to: ['again'] },
      begin: { kind: 'noneStartEvent', scope: 'round', to: ['each'] },
      each: {
        kind: 'undefinedTask',
        scope: 'round',
        loop: { kind: 'multiInstance', sequential: false, ...items },
      },
    }).start('p', { items: [1, 2, 3, 4] });
    expect(play.incidents()).toHaveLength(1);
    expect(play.incidents()[0]).toMatch(/^UNHANDLED_ERROR/);
  });
});

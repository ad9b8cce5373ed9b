import { compileExpression } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

const keys = (play: Play): (string | undefined)[] =>
  Object.values(play.state.subscriptions).map(({ key }) => key);

const catching = (wait: Partial<NodeSketch>) =>
  plain({
    start: { kind: 'noneStartEvent', to: ['wait'] },
    wait: { kind: 'messageCatchEvent', messageName: 'note', key: '=id', ...wait, to: ['end'] },
    end: { kind: 'noneEndEvent' },
  });

describe('what a message brings', () => {
  const outputs = [{ source: compileExpression('a + 1'), target: 'b' }];

  test.each(['messageCatchEvent', 'receiveTask'] as const)('goes to the instance at a %s', (kind) => {
    const play = catching({ kind }).start('p', { id: 1, a: 0 }).message('note', { a: 5, c: 6 });
    expect(play.variables()).toEqual({ id: 1, a: 5, c: 6 });
  });

  test.each(['messageCatchEvent', 'receiveTask'] as const)(
    'passes through the output mappings of a %s',
    (kind) => {
      const play = catching({ kind, outputs }).start('p', { id: 1 }).message('note', { a: 5 });
      expect(play.variables()).toEqual({ id: 1, b: 6 });
    },
  );

  it('passes through the output mappings of a boundary event', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask', to: ['end'] },
      note: {
        kind: 'messageBoundaryEvent',
        attachedTo: 'work',
        messageName: 'note',
        key: '=id',
        outputs,
        to: ['end'],
      },
      end: { kind: 'noneEndEvent' },
    }).start('p', { id: 1 });
    expect(play.message('note', { a: 5 }).variables()).toEqual({ id: 1, b: 6 });
  });

  it('passes through the output mappings of the branch of a gateway', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['race'] },
      race: { kind: 'eventBasedGateway', to: ['note', 'late'] },
      note: { kind: 'messageCatchEvent', messageName: 'note', key: '=id', outputs, to: ['end'] },
      late: { kind: 'timerCatchEvent', duration: 'PT1H', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    }).start('p', { id: 1 });
    expect(play.message('note', { a: 5 }).variables()).toEqual({ id: 1, b: 6 });
    expect(play.state.timers).toEqual({});
  });

  it('goes to where a variable of its name is, from the event outwards', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['sub'] },
      sub: { kind: 'subProcess', inputs: [{ source: compileExpression('0'), target: 'a' }], to: ['end'] },
      in: { kind: 'noneStartEvent', scope: 'sub', to: ['wait'] },
      wait: { kind: 'messageCatchEvent', scope: 'sub', messageName: 'note', key: '=id', to: ['hold'] },
      hold: { kind: 'serviceTask', scope: 'sub' },
      end: { kind: 'noneEndEvent' },
    }).start('p', { id: 1 });
    play.message('note', { a: 5, c: 6 });
    expect(play.variables()).toEqual({ id: 1, c: 6 });
    expect(Object.values(play.state.elements)[0]?.variables).toEqual({ a: 5 });
  });
});

describe('correlation keys', () => {
  it('are texts, also those of numbers', () => {
    expect(keys(catching({}).start('p', { id: 7 }))).toEqual(['7']);
    expect(keys(catching({}).start('p', { id: '7' }))).toEqual(['7']);
  });

  test.each([null, true, '', { a: 1 }])('wait as an incident when they are %j', (id) => {
    const play = catching({}).start('p', { id });
    expect(play.incidents()).toEqual(['EXPRESSION at wait']);
    play.set({ id: 'x' }).resolve();
    expect(keys(play)).toEqual(['x']);
  });

  it('are those of the moment at which the event begins to wait', () => {
    const play = catching({}).start('p', { id: 'x' }).set({ id: 'y' });
    expect(keys(play)).toEqual(['x']);
  });

  it('of a boundary event do not see the input mappings of its activity', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask', inputs: [{ source: compileExpression('"inner"'), target: 'id' }] },
      note: { kind: 'messageBoundaryEvent', attachedTo: 'work', messageName: 'note', key: '=id' },
    }).start('p', { id: 'outer' });
    expect(keys(play)).toEqual(['outer']);
  });

  it('of a receive task see its own input mappings', () => {
    const inputs = [{ source: compileExpression('"inner"'), target: 'id' }];
    expect(keys(catching({ kind: 'receiveTask', inputs }).start('p', { id: 'outer' }))).toEqual(['inner']);
  });
});

describe('messages of the same saga', () => {
  const lead: Record<string, NodeSketch> = {
    start: { kind: 'noneStartEvent', to: ['tell'] },
    tell: {
      kind: 'messageThrowEvent',
      messageName: 'go',
      receivers: [
        { processId: 'b', elementId: 'begin' },
        { processId: 'c', elementId: 'begin' },
      ],
      to: ['more'],
    },
    more: { kind: 'serviceTask', to: ['again'] },
    again: { kind: 'sendTask', messageName: 'more', receivers: [{ processId: 'b', elementId: 'wait' }] },
  };
  const fragment: Record<string, NodeSketch> = {
    begin: { kind: 'messageStartEvent', messageName: 'go', to: ['wait'] },
    wait: { kind: 'messageCatchEvent', messageName: 'more', to: ['end'] },
    end: { kind: 'noneEndEvent' },
  };

  it('begin a receiver each, and reach the one whose process they are for', () => {
    const play = new Play(
      buildScore([
        { id: 'a', participant: 'a', nodes: lead },
        { id: 'c', participant: 'c', nodes: fragment },
        { id: 'b', participant: 'b', nodes: fragment },
      ]),
    ).start('a', { x: 1 });
    expect(play.instanceStates()).toEqual(['a active', 'b active', 'c active']);
    play.complete('more', { y: 2 });
    expect(play.instanceStates()).toEqual(['a completed', 'b completed', 'c active']);
    const reached = Object.values(play.state.instances).find(({ process }) => process === 'b');
    expect(reached?.variables).toEqual({ x: 1, y: 2 });
  });
});

describe('input mappings', () => {
  const seen = (inputs: readonly [string, string][], variables: Record<string, number | object>) => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: {
        kind: 'serviceTask',
        inputs: inputs.map(([source, target]) => ({ source: compileExpression(source), target })),
      },
    }).start('p', JSON.parse(JSON.stringify(variables)) as Record<string, number>);
    return Object.values(play.state.elements)[0]?.variables;
  };

  it('into a context make a new one', () => {
    expect(seen([['2', 'order.b']], { order: { a: 1 } })).toEqual({ order: { b: 2 } });
    expect(
      seen(
        [
          ['2', 'order.b'],
          ['3', 'order.c.d'],
        ],
        { order: { a: 1 } },
      ),
    ).toEqual({ order: { b: 2, c: { d: 3 } } });
  });

  it('see what those before them have made', () => {
    expect(
      seen(
        [
          ['1', 'x'],
          ['x + 1', 'y'],
        ],
        { x: 10 },
      ),
    ).toEqual({ x: 1, y: 2 });
  });

  it('see the rest of a context that one before them has made anew', () => {
    expect(
      seen(
        [
          ['2', 'order.b'],
          ['order.a + order.b', 'sum'],
        ],
        { order: { a: 1 } },
      ),
    ).toEqual({ order: { b: 2 }, sum: 3 });
  });
});

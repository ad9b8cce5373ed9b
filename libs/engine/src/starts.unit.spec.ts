import { compileExpression } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

const begun = (nodes: Record<string, NodeSketch>, startEvent: string, variables = {}) =>
  plain(nodes).start('p', variables, { startEvent });

const note: NodeSketch = { kind: 'messageCatchEvent', messageName: 'note', key: '=id' };
const call: NodeSketch = { kind: 'messageCatchEvent', messageName: 'call', key: '=id' };

describe('a process that begins with an event', () => {
  const outputs = [{ source: compileExpression('heat + 1'), target: 'seen' }];

  test.each(['messageStartEvent', 'signalStartEvent', 'conditionalStartEvent', 'timerStartEvent'] as const)(
    'has what the event brings at a %s',
    (kind) => {
      const play = begun({ alarm: { kind, to: ['work'] }, work: { kind: 'serviceTask' } }, 'alarm', {
        heat: 9,
      });
      expect(play.completed()).toEqual(['alarm']);
      expect(play.variables()).toEqual({ heat: 9 });
    },
  );

  it('has what the output mappings of the event make', () => {
    const play = begun({ alarm: { kind: 'messageStartEvent', messageName: 'fire', outputs } }, 'alarm', {
      heat: 9,
    });
    expect(play.variables()).toEqual({ seen: 10 });
  });

  it('begins with a receive task that instantiates it', () => {
    const receive: NodeSketch = {
      kind: 'receiveTask',
      instantiate: true,
      messageName: 'order',
      to: ['work'],
    };
    const play = begun({ receive, work: { kind: 'serviceTask' } }, 'receive', { item: 'x' });
    expect(play.completed()).toEqual(['receive']);
    expect(play.jobTypes()).toEqual(['work']);
    expect(play.variables()).toEqual({ item: 'x' });
  });

  it('begins at one of the definitions of a start event', () => {
    const nodes: Record<string, NodeSketch> = {
      begin: {
        kind: 'multipleStartEvent',
        definitions: [
          { kind: 'messageStartEvent', messageName: 'order' },
          { kind: 'signalStartEvent', signal: 'fire' },
        ],
        to: ['work'],
      },
      work: { kind: 'serviceTask' },
    };
    const play = begun(nodes, 'begin#1', { heat: 9 });
    expect(play.completed()).toEqual(['begin']);
    expect(play.state.subscriptions).toEqual({});
    expect(play.variables()).toEqual({ heat: 9 });
  });

  it('waits for the other definitions of a parallel multiple start event', () => {
    const nodes: Record<string, NodeSketch> = {
      begin: {
        kind: 'multipleStartEvent',
        parallelMultiple: true,
        definitions: [
          { kind: 'messageStartEvent', messageName: 'order' },
          { kind: 'signalStartEvent', signal: 'fire' },
        ],
        to: ['work'],
      },
      work: { kind: 'serviceTask' },
    };
    const play = begun(nodes, 'begin#0', { item: 'x' });
    expect(play.completed()).toEqual([]);
    expect(Object.values(play.state.subscriptions)).toMatchObject([{ kind: 'signal', name: 'fire' }]);
    play.tell({
      kind: 'deliverSignal',
      subscription: Number(Object.keys(play.state.subscriptions)[0]),
      signal: 's-1',
      variables: { heat: 9 },
      at: 0,
    });
    expect(play.completed()).toEqual(['begin']);
    expect(play.variables()).toEqual({ item: 'x', heat: 9 });
    expect(play.jobTypes()).toEqual(['work']);
  });
});

describe('an event-based gateway that instantiates', () => {
  const gateway = (more: Partial<NodeSketch>): Record<string, NodeSketch> => ({
    gate: { kind: 'eventBasedGateway', instantiate: true, ...more, to: ['note', 'call'] },
    note: { ...note, to: ['noted'] },
    call: { ...call, to: ['called'] },
    noted: { kind: 'serviceTask', to: ['end'] },
    called: { kind: 'serviceTask', to: ['end'] },
    end: { kind: 'noneEndEvent' },
  });

  it('takes the branch of the event that began it', () => {
    const play = begun(gateway({}), 'call', { id: 1 });
    expect(play.completed()).toEqual(['gate', 'call']);
    expect(play.jobTypes()).toEqual(['called']);
    expect(play.state.subscriptions).toEqual({});
    expect(play.complete('called').state.status).toBe('completed');
  });

  it('waits for the other events when it is parallel', () => {
    const play = begun(gateway({ parallelMultiple: true }), 'call', { id: 1 });
    expect(play.completed()).toEqual(['call']);
    expect(play.jobTypes()).toEqual(['called']);
    expect(Object.values(play.state.subscriptions)).toMatchObject([{ name: 'note', key: '1' }]);
    play.complete('called');
    expect(play.state.status).toBe('active');
    play.message('note');
    expect(play.completed()).toContain('gate');
    expect(play.complete('noted').state.status).toBe('completed');
  });

  it('waits as an incident when what the first event brought gives no key for the others', () => {
    const play = begun(gateway({ parallelMultiple: true }), 'call');
    expect(play.incidents()).toEqual(['EXPRESSION at gate']);
    play.set({ id: 1 }).resolve();
    expect(Object.values(play.state.subscriptions)).toMatchObject([{ name: 'note', key: '1' }]);
  });
});

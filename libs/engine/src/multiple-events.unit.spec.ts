import { buildScore, type NodeSketch } from './fixtures/score-builder';
import { Play } from './fixtures/play';

type Triggers = readonly NodeSketch[];

/** A process in which one event has several definitions. */
const withTriggers = (nodes: Record<string, NodeSketch>, event: string, definitions: Triggers): Play => {
  const drawn = { ...nodes, [event]: { ...(nodes[event] as NodeSketch), definitions } };
  return new Play(buildScore([{ id: 'p', nodes: drawn }]));
};

const task: Record<string, NodeSketch> = {
  start: { kind: 'noneStartEvent', to: ['work'] },
  work: { kind: 'serviceTask', to: ['end'] },
  end: { kind: 'noneEndEvent' },
  caught: { kind: 'multipleBoundaryEvent', attachedTo: 'work', to: ['after'] },
  after: { kind: 'noneEndEvent' },
};

describe('an event with several definitions', () => {
  const play = () =>
    withTriggers(task, 'caught', [
      { kind: 'escalationBoundaryEvent' },
      { kind: 'errorBoundaryEvent', errorCode: 'E' },
      { kind: 'errorBoundaryEvent', errorCode: 'F' },
    ]);

  it('catches an error by one of them', () => {
    expect(play().start('p').error('work', 'F').completed()).toEqual(['start', 'caught', 'after']);
  });

  it('keeps what the error brings to itself', () => {
    expect(play().start('p').error('work', 'E', { reason: 'limit' }).variables()).toEqual({});
  });

  it('does not catch another error', () => {
    const refused = play().start('p').error('work', 'G');
    expect(refused.completed()).toEqual(['start']);
    expect(refused.incidents()).toEqual(['UNHANDLED_ERROR at work']);
  });

  const ending = (last: NodeSketch, more: Record<string, NodeSketch> = {}) =>
    withTriggers(
      {
        start: { kind: 'noneStartEvent', to: ['sub'] },
        sub: { kind: 'subProcess', to: ['end'] },
        in: { kind: 'noneStartEvent', scope: 'sub', to: ['fork'] },
        fork: { kind: 'parallelGateway', scope: 'sub', to: ['other', 'out'] },
        other: { kind: 'serviceTask', scope: 'sub' },
        out: { kind: 'multipleEndEvent', scope: 'sub' },
        late: { kind: 'escalationBoundaryEvent', attachedTo: 'sub', interrupting: false, to: ['told'] },
        told: { kind: 'noneEndEvent' },
        failed: { kind: 'errorBoundaryEvent', attachedTo: 'sub', errorCode: 'E', to: ['mended'] },
        mended: { kind: 'noneEndEvent' },
        end: { kind: 'noneEndEvent' },
        ...more,
      },
      'out',
      [{ kind: 'escalationEndEvent', escalationCode: 'LATE' }, last],
    ).start('p');

  it('throws what ends its scope after the others', () => {
    const terminated = ending({ kind: 'terminateEndEvent' });
    expect(terminated.completed()).toEqual(expect.arrayContaining(['out', 'late', 'told', 'sub', 'end']));
    expect(terminated.instanceStates()).toEqual(['p completed']);
  });

  it('throws its error after the others', () => {
    const failed = ending({ kind: 'errorEndEvent', errorCode: 'E' });
    expect(failed.completed()).toEqual(expect.arrayContaining(['late', 'told', 'failed', 'mended']));
    expect(failed.completed()).not.toContain('end');
  });
});

const note: NodeSketch = { kind: 'messageCatchEvent', messageName: 'note', key: '=id' };
const hour: NodeSketch = { kind: 'timerCatchEvent', duration: 'PT1H' };

describe('a catch event with several definitions', () => {
  const waiting = (more: Partial<NodeSketch>, definitions: Triggers) =>
    withTriggers(
      {
        start: { kind: 'noneStartEvent', to: ['wait'] },
        wait: { kind: 'multipleCatchEvent', ...more, to: ['end'] },
        end: { kind: 'noneEndEvent' },
      },
      'wait',
      definitions,
    ).start('p', { id: 1 });

  it('happens with the first one, and closes the others', () => {
    const byMessage = waiting({}, [note, hour]).message('note', { a: 1 });
    expect(byMessage.completed()).toEqual(['start', 'wait', 'end']);
    expect(byMessage.variables()).toEqual({ id: 1, a: 1 });
    expect([byMessage.state.timers, byMessage.state.subscriptions]).toEqual([{}, {}]);
    const byTimer = waiting({}, [note, hour]).advance(3_600_000);
    expect([byTimer.state.status, byTimer.state.subscriptions]).toEqual(['completed', {}]);
  });

  it('happens at once with a condition that is true', () => {
    const play = waiting({}, [note, { kind: 'conditionalCatchEvent', when: 'id = 1' }, hour]);
    expect(play.completed()).toEqual(['start', 'wait', 'end']);
    expect([play.state.timers, play.state.subscriptions]).toEqual([{}, {}]);
  });

  it('that is parallel happens with the last one, with what all have brought', () => {
    const call: NodeSketch = { ...note, messageName: 'call' };
    const play = waiting({ parallelMultiple: true }, [note, call, hour]);
    play.message('call', { b: 2 }).advance(3_600_000);
    expect(play.completed()).toEqual(['start']);
    expect(Object.values(play.state.subscriptions)).toMatchObject([{ name: 'note' }]);
    play.message('note', { a: 1 });
    expect(play.completed()).toEqual(['start', 'wait', 'end']);
    expect(play.variables()).toEqual({ id: 1, a: 1, b: 2 });
  });

  it('may stand behind an event-based gateway', () => {
    const play = withTriggers(
      {
        start: { kind: 'noneStartEvent', to: ['race'] },
        race: { kind: 'eventBasedGateway', to: ['many', 'other'] },
        many: { kind: 'multipleCatchEvent', to: ['end'] },
        other: { kind: 'signalCatchEvent', signal: 'fire', to: ['end'] },
        end: { kind: 'noneEndEvent' },
      },
      'many',
      [note, hour],
    ).start('p', { id: 1 });
    play.message('note');
    expect(play.completed()).toEqual(['start', 'race', 'many', 'end']);
    expect([play.state.timers, play.state.subscriptions]).toEqual([{}, {}]);
  });
});

describe('a boundary event with several definitions that does not interrupt', () => {
  const noting = (more: Partial<NodeSketch>, definitions: Triggers) =>
    withTriggers(
      { ...task, caught: { ...(task.caught as NodeSketch), interrupting: false, ...more } },
      'caught',
      definitions,
    ).start('p', { id: 1 });
  const times = (play: Play): number => play.completed().filter((id) => id === 'caught').length;
  const noted: NodeSketch = { ...note, kind: 'messageBoundaryEvent' };
  const fire: NodeSketch = { kind: 'signalBoundaryEvent', signal: 'fire' };

  it('happens with each of them, again and again', () => {
    const play = noting({}, [noted, { kind: 'timerBoundaryEvent', cycle: 'R/PT1H' }]);
    play.message('note').message('note').advance(3_600_000).advance(3_600_000);
    expect(times(play)).toBe(4);
    expect(play.complete('work').state.status).toBe('completed');
  });

  it('that is parallel happens each time when all have happened', () => {
    const play = noting({ parallelMultiple: true }, [noted, fire]);
    const signal = (id: string): Play => {
      const open = Object.values(play.state.subscriptions).find(({ kind }) => kind === 'signal');
      play.tell({ kind: 'deliverSignal', subscription: open!.id, signal: id, variables: {}, at: 0 });
      return play;
    };
    play.message('note');
    expect(times(play)).toBe(0);
    expect(times(signal('1'))).toBe(1);
    expect(times(signal('2'))).toBe(1);
    expect(times(play.message('note'))).toBe(2);
    expect(play.complete('work').state.subscriptions).toEqual({});
  });

  it('that is parallel waits for a change when its conditions stay true', () => {
    const condition: NodeSketch = { kind: 'conditionalBoundaryEvent', when: 'id > 0' };
    const play = noting({ parallelMultiple: true }, [condition, { ...condition, when: 'id > -1' }]);
    expect(times(play)).toBe(1);
    expect(times(play.set({ id: 2 }))).toBe(2);
  });
});

describe('an event that throws several definitions', () => {
  it('throws them in order', () => {
    const play = withTriggers(
      {
        start: { kind: 'noneStartEvent', to: ['tell'] },
        tell: { kind: 'multipleThrowEvent', to: ['end'] },
        end: { kind: 'noneEndEvent' },
      },
      'tell',
      [
        { kind: 'signalThrowEvent', signal: 'fire' },
        { kind: 'messageThrowEvent', messageName: 'note' },
        { kind: 'escalationThrowEvent', escalationCode: 'LATE' },
      ],
    ).start('p', { id: 1 });
    const thrown = play.events.map(({ type }) => type).filter((type) => type.endsWith('Thrown'));
    expect(thrown).toEqual(['SignalThrown', 'MessageThrown', 'EscalationThrown']);
    expect(play.state.status).toBe('completed');
  });
});

import { compileExpression } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';
import type { SignalThrown } from './events';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

const subscriptionOf = (play: Play, target: string) =>
  Object.values(play.state.subscriptions).find((subscription) => subscription.target === target);

const deliver = (play: Play, target: string, signal: string, variables = {}): string | undefined =>
  play.tell({
    kind: 'deliverSignal',
    subscription: subscriptionOf(play, target)?.id ?? 0,
    signal,
    variables,
    at: play.now,
  });

const thrown = (play: Play): SignalThrown[] =>
  play.events.filter((event): event is SignalThrown => event.type === 'SignalThrown');

const waiting: Record<string, NodeSketch> = {
  start: { kind: 'noneStartEvent', to: ['wait'] },
  wait: { kind: 'signalCatchEvent', signal: 'fire', to: ['end'] },
  end: { kind: 'noneEndEvent' },
};

describe('a signal from outside', () => {
  it('is taken by who waits for it, with its variables', () => {
    const play = plain(waiting).start('p');
    expect(deliver(play, 'wait', 's-1', { heat: 9 })).toBeUndefined();
    expect(play.variables()).toEqual({ heat: 9 });
    expect(play.state.status).toBe('completed');
  });

  it('is not kept for who comes later', () => {
    expect(plain(waiting).start('p').state.status).toBe('active');
  });

  const guarded = (interrupting: boolean) =>
    plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask', to: ['end'] },
      alarm: { kind: 'signalBoundaryEvent', attachedTo: 'work', signal: 'fire', interrupting, to: ['react'] },
      react: { kind: 'serviceTask' },
      end: { kind: 'noneEndEvent' },
    }).start('p');

  it('interrupts the activity', () => {
    const play = guarded(true);
    deliver(play, 'alarm', 's-1');
    expect(play.jobTypes()).toEqual(['react']);
  });

  it('is taken once by an event that stays open, however often it is delivered (P1)', () => {
    const play = guarded(false);
    expect(deliver(play, 'alarm', 's-1')).toBeUndefined();
    expect(deliver(play, 'alarm', 's-1')).toContain('P1');
    expect(deliver(play, 'alarm', 's-2')).toBeUndefined();
    expect(play.jobTypes()).toEqual(['work', 'react', 'react']);
  });

  it('is remembered among the last thousand', () => {
    const play = guarded(false);
    const { id, element } = subscriptionOf(play, 'alarm')!;
    const taken = Array.from({ length: 1000 }, (_, n) => `old-${n}`);
    for (const signal of taken) {
      play.events.push({ type: 'SignalTaken', subscription: id, signal });
      (play.state.subscriptions[id]!.taken ??= []).push(signal);
    }
    deliver(play, 'alarm', 'new');
    expect(play.state.subscriptions[id]).toMatchObject({ element, taken: [...taken.slice(1), 'new'] });
  });

  it('begins an event sub-process', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask' },
      alarm: { kind: 'eventSubProcess' },
      fire: { kind: 'signalStartEvent', scope: 'alarm', signal: 'fire', to: ['react'] },
      react: { kind: 'serviceTask', scope: 'alarm' },
    }).start('p');
    deliver(play, 'fire', 's-1', { heat: 9 });
    expect(play.jobTypes()).toEqual(['react']);
    expect(play.variables()).toEqual({ heat: 9 });
  });

  it('begins a process', () => {
    const play = plain({
      alarm: { kind: 'signalStartEvent', signal: 'fire', to: ['react'] },
      react: { kind: 'serviceTask' },
    }).start('p', { heat: 9 }, { startEvent: 'alarm' });
    expect(play.completed()).toEqual(['alarm']);
    expect(play.variables()).toEqual({ heat: 9 });
  });
});

describe('a thrown signal', () => {
  const throwing = (more: Partial<NodeSketch>): Record<string, NodeSketch> => ({
    start: { kind: 'noneStartEvent', to: ['fork'] },
    fork: { kind: 'parallelGateway', to: ['one', 'two', 'ready'] },
    one: { kind: 'signalCatchEvent', signal: 'fire', to: ['oneDone'] },
    oneDone: { kind: 'noneEndEvent' },
    two: { kind: 'receiveTask', messageName: 'note', key: '=1', to: ['twoDone'] },
    alarm: { kind: 'signalBoundaryEvent', attachedTo: 'two', signal: 'fire', to: ['twoLeft'] },
    twoLeft: { kind: 'noneEndEvent' },
    twoDone: { kind: 'noneEndEvent' },
    ready: { kind: 'serviceTask', to: ['shout'] },
    shout: { kind: 'signalThrowEvent', signal: 'fire', ...more, to: ['later'] },
    later: { kind: 'signalCatchEvent', signal: 'fire', to: ['never'] },
    never: { kind: 'noneEndEvent' },
  });

  it('reaches everything of its saga that waits at that moment, and is told to the others', () => {
    const play = plain(throwing({})).start('p').complete('ready');
    expect(play.completed()).toEqual(expect.arrayContaining(['oneDone', 'alarm', 'twoLeft', 'shout']));
    expect(play.active()).toEqual(['later']);
    expect(thrown(play)).toMatchObject([{ name: 'fire', elementId: 'shout' }]);
  });

  it('carries what its input mappings make, and nothing else', () => {
    const inputs = [{ source: compileExpression('heat + 1'), target: 'seen' }];
    const play = plain(throwing({ inputs })).start('p', { heat: 8 }).complete('ready');
    expect(thrown(play)).toMatchObject([{ variables: { seen: 9 } }]);
    expect(play.variables()).toEqual({ heat: 8, seen: 9 });
    expect(thrown(plain(throwing({})).start('p', { heat: 8 }).complete('ready'))[0]?.variables).toEqual({});
  });

  it('may have a name from variables', () => {
    const shout = throwing({});
    const score = buildScore([{ id: 'p', nodes: shout }]);
    const node = score.processes[0]!.elements.get('shout')!;
    Object.assign(node, { signal: compileExpression('alarmName') });
    const play = new Play(score).start('p', { alarmName: 'fire' }).complete('ready');
    expect(play.completed()).toContain('oneDone');
  });

  it('waits as an incident when its name is no text', () => {
    const score = buildScore([{ id: 'p', nodes: throwing({}) }]);
    Object.assign(score.processes[0]!.elements.get('shout')!, { signal: compileExpression('alarmName') });
    const play = new Play(score).start('p').complete('ready');
    expect(play.incidents()).toEqual(['EXPRESSION at shout']);
  });

  it('may interrupt the scope in which it is thrown', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['sub'] },
      sub: { kind: 'subProcess', to: ['end'] },
      in: { kind: 'noneStartEvent', scope: 'sub', to: ['shout'] },
      shout: { kind: 'signalThrowEvent', scope: 'sub', signal: 'fire', to: ['after'] },
      after: { kind: 'serviceTask', scope: 'sub' },
      alarm: { kind: 'signalBoundaryEvent', attachedTo: 'sub', signal: 'fire', to: ['left'] },
      left: { kind: 'noneEndEvent' },
      end: { kind: 'noneEndEvent' },
    }).start('p');
    expect(play.completed()).toEqual(['start', 'in', 'alarm', 'left']);
    expect(play.state.status).toBe('completed');
  });

  it('is thrown by an end event, too', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['end'] },
      end: { kind: 'signalEndEvent', signal: 'fire' },
    }).start('p');
    expect(thrown(play)).toHaveLength(1);
    expect(play.state.status).toBe('completed');
  });

  it('that is answered by itself stops after many steps', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask' },
      alarm: { kind: 'eventSubProcess' },
      fire: { kind: 'signalStartEvent', scope: 'alarm', signal: 'fire', interrupting: false, to: ['echo'] },
      echo: { kind: 'signalEndEvent', scope: 'alarm', signal: 'fire' },
    }).start('p');
    deliver(play, 'fire', 's-1');
    expect(play.incidents()).toEqual(['UNHANDLED_ERROR at echo']);
  });
});

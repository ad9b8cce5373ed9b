import { buildScore, type NodeSketch } from './fixtures/score-builder';
import { Play } from './fixtures/play';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

describe('exclusive gateway', () => {
  const choice = (flows: string[]) =>
    plain({
      start: { kind: 'noneStartEvent', to: ['which'] },
      which: { kind: 'exclusiveGateway', to: flows },
      a: { kind: 'noneEndEvent' },
      b: { kind: 'noneEndEvent' },
      c: { kind: 'noneEndEvent' },
    });

  it('takes the first true flow in the order of the XML', () => {
    expect(choice(['c!', 'a?=n > 5', 'b?=n > 1']).start('p', { n: 9 }).completed()).toEqual([
      'start',
      'which',
      'a',
    ]);
    expect(choice(['c!', 'a?=n > 5', 'b?=n > 1']).start('p', { n: 3 }).completed()).toEqual([
      'start',
      'which',
      'b',
    ]);
  });

  it('takes the default flow when none is true', () => {
    expect(choice(['c!', 'a?=n > 5']).start('p', { n: 1 }).completed()).toEqual(['start', 'which', 'c']);
  });

  it('waits as an incident when none is true and there is no default', () => {
    const play = choice(['a?=n > 5', 'b?=n > 1']).start('p', { n: 0 });
    expect(play.incidents()).toEqual(['CONDITION at which']);
    play.state.instances[1]!.variables.n = 2;
    play.events.push({ type: 'VariablesSet', instance: 1, element: 0, variables: { n: 2 } });
    play.tell({ kind: 'resolveIncident', incident: Number(Object.keys(play.state.incidents)[0]), at: 0 });
    expect(play.completed()).toContain('b');
  });

  it('waits as an incident when a condition is neither true nor false', () => {
    expect(choice(['a?=n', 'c!']).start('p', { n: 'x' }).incidents()).toEqual(['EXPRESSION at which']);
  });
});

describe('parallel gateway', () => {
  it('goes on when each incoming flow has brought a token, counted per flow', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'parallelGateway', to: ['a', 'b'] },
      a: { kind: 'serviceTask', to: ['join'] },
      b: { kind: 'serviceTask', to: ['join'] },
      join: { kind: 'parallelGateway', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    }).start('p');
    play.complete('a');
    expect(play.completed()).not.toContain('join');
    play.complete('b');
    expect(play.completed().filter((id) => id === 'join')).toHaveLength(1);
    expect(play.state.status).toBe('completed');
  });

  it('takes all its flows, whatever conditions they have', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['fork'] },
      fork: { kind: 'parallelGateway', to: ['a?=false', 'b?=true'] },
      a: { kind: 'serviceTask' },
      b: { kind: 'serviceTask' },
    }).start('p');
    expect(play.jobTypes()).toEqual(['a', 'b']);
  });

  it('keeps the instance active while a token waits at a join that cannot fire', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['which'] },
      which: { kind: 'exclusiveGateway', to: ['join!', 'other?=false'] },
      other: { kind: 'serviceTask', to: ['join'] },
      join: { kind: 'parallelGateway', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    }).start('p');
    expect(play.state.status).toBe('active');
  });
});

describe('event-based gateway', () => {
  const race = () =>
    plain({
      start: { kind: 'noneStartEvent', to: ['race'] },
      race: { kind: 'eventBasedGateway', to: ['answer', 'late'] },
      answer: { kind: 'messageCatchEvent', messageName: 'answer', key: '=orderId', to: ['endAnswer'] },
      late: { kind: 'timerCatchEvent', duration: 'PT1H', to: ['endLate'] },
      endAnswer: { kind: 'noneEndEvent' },
      endLate: { kind: 'noneEndEvent' },
    });

  it('takes the branch of the message and closes the others', () => {
    const play = race().start('p', { orderId: 'o-1' });
    const [subscription] = Object.values(play.state.subscriptions);
    expect(subscription).toMatchObject({ name: 'answer', key: 'o-1' });
    play.tell({ kind: 'deliverMessage', subscription: subscription!.id, variables: { ok: 1 }, at: 0 });
    expect(play.completed()).toEqual(['start', 'race', 'answer', 'endAnswer']);
    expect(play.state.timers).toEqual({});
    expect(play.variables()).toEqual({ orderId: 'o-1', ok: 1 });
  });

  it('takes the branch of the timer when it is first, and refuses the message after that', () => {
    const play = race().start('p', { orderId: 'o-1' });
    const [subscription] = Object.values(play.state.subscriptions);
    play.advance(3_600_000);
    expect(play.completed()).toContain('endLate');
    const told = play.tell({ kind: 'deliverMessage', subscription: subscription!.id, variables: {}, at: 0 });
    expect(told).toContain('not open');
  });
});

describe('boundary events', () => {
  const withTimer = (interrupting: boolean, timing: Partial<NodeSketch>) =>
    plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask', to: ['end'] },
      remind: { kind: 'timerBoundaryEvent', attachedTo: 'work', interrupting, ...timing, to: ['reminded'] },
      end: { kind: 'noneEndEvent' },
      reminded: { kind: 'noneEndEvent' },
    });

  it('interrupts the activity', () => {
    const play = withTimer(true, { duration: 'PT1M' }).start('p').advance(60_000);
    expect(play.completed()).toEqual(['start', 'remind', 'reminded']);
    expect(play.state.jobs).toEqual({});
    expect(play.events.some(({ type }) => type === 'JobWithdrawn')).toBe(true);
  });

  it('fires a cycle beside the activity as often as it says, also when the host was away', () => {
    const play = withTimer(false, { cycle: 'R3/PT1M' }).start('p').advance(600_000);
    expect(play.completed().filter((id) => id === 'reminded')).toHaveLength(3);
    expect(play.jobTypes()).toEqual(['work']);
    play.complete('work');
    expect(play.state.status).toBe('completed');
  });

  it('keeps a message boundary event that does not interrupt open for the next message', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask', to: ['end'] },
      note: {
        kind: 'messageBoundaryEvent',
        attachedTo: 'work',
        interrupting: false,
        messageName: 'note',
        key: '=1',
        to: ['noted'],
      },
      end: { kind: 'noneEndEvent' },
      noted: { kind: 'noneEndEvent' },
    }).start('p');
    const [subscription] = Object.values(play.state.subscriptions);
    for (const n of [1, 2])
      play.tell({ kind: 'deliverMessage', subscription: subscription!.id, variables: { n }, at: 0 });
    expect(play.completed().filter((id) => id === 'noted')).toHaveLength(2);
    play.complete('work');
    expect(play.state.subscriptions).toEqual({});
  });
});

describe('sub-process', () => {
  const nested = (end: NodeSketch['kind']) =>
    plain({
      start: { kind: 'noneStartEvent', to: ['sub'] },
      sub: { kind: 'subProcess', to: ['after'] },
      subStart: { kind: 'noneStartEvent', scope: 'sub', to: ['fork'] },
      fork: { kind: 'parallelGateway', scope: 'sub', to: ['a', 'b'] },
      a: { kind: 'serviceTask', scope: 'sub', to: ['endA'] },
      b: { kind: 'serviceTask', scope: 'sub', to: ['endB'] },
      endA: { kind: end, scope: 'sub' },
      endB: { kind: 'noneEndEvent', scope: 'sub' },
      after: { kind: 'serviceTask', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    });

  it('completes when no token is left inside', () => {
    const play = nested('noneEndEvent').start('p').complete('a');
    expect(play.jobTypes()).toEqual(['b']);
    expect(play.complete('b').jobTypes()).toEqual(['after']);
  });

  it('completes at once at a terminate end event, which ends everything else inside', () => {
    expect(nested('terminateEndEvent').start('p').complete('a').jobTypes()).toEqual(['after']);
  });
});

it('completes the instance at a terminate end event', () => {
  const play = plain({
    start: { kind: 'noneStartEvent', to: ['fork'] },
    fork: { kind: 'parallelGateway', to: ['a', 'b'] },
    a: { kind: 'serviceTask', to: ['stop'] },
    b: { kind: 'serviceTask', to: ['end'] },
    stop: { kind: 'terminateEndEvent' },
    end: { kind: 'noneEndEvent' },
  }).start('p');
  expect(play.complete('a').instanceStates()).toEqual(['p completed']);
});

it('stops a loop without any wait with an incident instead of running for ever', () => {
  const play = plain({
    start: { kind: 'noneStartEvent', to: ['a'] },
    a: { kind: 'exclusiveGateway', to: ['b'] },
    b: { kind: 'exclusiveGateway', to: ['a'] },
  }).start('p');
  expect(play.incidents()).toHaveLength(1);
  expect(Object.values(play.state.incidents)[0]?.message).toContain('without any wait');
});

it('cancels: everything stops, nothing is undone', () => {
  const play = plain({
    start: { kind: 'noneStartEvent', to: ['a'] },
    a: { kind: 'serviceTask', undoneBy: 'undoA', to: ['b'] },
    undoA: { kind: 'serviceTask' },
    b: { kind: 'serviceTask', to: ['end'] },
    end: { kind: 'noneEndEvent' },
  }).start('p');
  play.complete('a');
  play.tell({ kind: 'cancelSaga', at: 0 });
  expect(play.state.status).toBe('cancelled');
  expect(play.instanceStates()).toEqual(['p canceled']);
  expect(play.requested()).not.toContain('undoA');
  expect([play.state.jobs, play.state.elements, play.state.timers]).toEqual([{}, {}, {}]);
});

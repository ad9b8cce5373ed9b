import type { ListenerDefinition, Listeners, TaskListenerEvent } from '@partitura/bpmn';
import { compileExpression, constant, type Expression } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';

const listener = (type: string | Expression, retries = 3): ListenerDefinition => ({
  type: typeof type === 'string' ? constant(type) : type,
  retries: constant(retries),
  headers: { about: 'it' },
});

interface Asked {
  readonly start?: readonly string[];
  readonly end?: readonly string[];
  readonly task?: Readonly<Partial<Record<TaskListenerEvent, readonly string[]>>>;
}

const listeners = ({ start = [], end = [], task = {} }: Asked): Listeners => ({
  start: start.map((type) => listener(type)),
  end: end.map((type) => listener(type)),
  task: Object.fromEntries(
    Object.entries(task).map(([event, types]) => [event, types.map((type) => listener(type))]),
  ),
});

const oneTask = (
  asked: Asked,
  work: Partial<NodeSketch> = {},
  more: Record<string, NodeSketch> = {},
  process?: Asked,
) => {
  const score = buildScore([
    {
      id: 'p',
      nodes: {
        start: { kind: 'noneStartEvent', to: ['work'] },
        work: { kind: 'serviceTask', listeners: listeners(asked), ...work, to: ['end'] },
        end: { kind: 'noneEndEvent' },
        ...more,
      },
    },
  ]);
  if (process) Object.assign(score.processes[0]!, { listeners: listeners(process) });
  return new Play(score);
};

const double = { source: compileExpression('amount * 2'), target: 'double' };

describe('execution listeners', () => {
  it('run one after the other, around the work of their element', () => {
    const play = oneTask({ start: ['s1', 's2'], end: ['e1', 'e2'] }).start('p');
    for (const type of ['s1', 's2', 'work', 'e1', 'e2']) {
      expect(play.jobTypes()).toEqual([type]);
      play.complete(type);
    }
    expect(play.state.status).toBe('completed');
    expect(play.completed()).toEqual(['start', 'work', 'end']);
  });

  it('run before an event behind an event-based gateway goes on', () => {
    const play = new Play(
      buildScore([
        {
          id: 'p',
          nodes: {
            start: { kind: 'noneStartEvent', to: ['either'] },
            either: { kind: 'eventBasedGateway', to: ['soon', 'later'] },
            soon: {
              kind: 'timerCatchEvent',
              duration: 'PT1S',
              listeners: listeners({ start: ['s'], end: ['e'] }),
            },
            later: { kind: 'timerCatchEvent', duration: 'PT2S' },
          },
        },
      ]),
    )
      .start('p')
      .advance(1_000);
    expect(play.jobTypes()).toEqual(['s']);
    play.complete('s');
    expect(play.jobTypes()).toEqual(['e']);
    play.complete('e').advance(5_000);
    expect(play.completed()).toContain('soon');
    expect(play.completed()).not.toContain('later');
    expect(play.state.status).toBe('completed');
  });

  it('see the input mappings, and keep what they bring at the start in the element', () => {
    const play = oneTask({ start: ['s'] }, { inputs: [double] }).start('p', { amount: 1 });
    const asked = play.events.findLast((event) => event.type === 'JobRequested');
    expect(asked).toMatchObject({
      kind: 'executionListener',
      variables: { amount: 1, double: 2 },
      headers: { about: 'it' },
    });
    play.complete('s', { rate: 3 });
    expect(Object.values(play.state.elements)[0]?.variables).toEqual({ double: 2, rate: 3 });
    play.complete('work');
    expect(play.variables()).toEqual({ amount: 1 });
  });

  it('come at the end behind the output mappings, and bring variables to the scope around', () => {
    const outputs = [{ source: compileExpression('paid'), target: 'settled' }];
    const play = oneTask({ end: ['e'] }, { outputs }).start('p');
    play.complete('work', { paid: true });
    expect(play.events.findLast((event) => event.type === 'JobRequested')).toMatchObject({
      variables: { settled: true },
    });
    play.complete('e', { audited: 'yes' });
    expect(play.variables()).toEqual({ settled: true, audited: 'yes' });
  });

  it('leave an incident when no attempt is left, and go on when it is resolved', () => {
    const play = oneTask({ start: ['s'] }).start('p');
    play.fail('s').fail('s').fail('s');
    expect(play.incidents()).toEqual(['JOB_NO_RETRIES at work']);
    play.resolve().complete('s').complete('work');
    expect(play.state.status).toBe('completed');
  });

  it('whose type cannot be evaluated are asked again when that is resolved, and only they', () => {
    const both = { start: [listener('s1'), listener(compileExpression('audit'))], end: [], task: {} };
    const play = oneTask({}, { listeners: both }).start('p').complete('s1');
    expect(play.incidents()).toEqual(['EXPRESSION at work']);
    play.set({ audit: 'late' }).resolve();
    expect(play.jobTypes()).toEqual(['late']);
    play.complete('late').complete('work');
    expect(play.state.status).toBe('completed');
  });

  it('cannot throw an error', () => {
    const play = oneTask({ start: ['s'] }).start('p');
    const { id: job, attempt } = play.job('s');
    expect(play.tell({ kind: 'throwJobError', job, attempt, code: 'BAD', at: 0 })).toContain('cannot throw');
    expect(play.jobTypes()).toEqual(['s']);
  });

  it('at the end wait for nothing else: the boundary events are closed', () => {
    const play = oneTask(
      { end: ['e'] },
      {},
      {
        late: { kind: 'timerBoundaryEvent', attachedTo: 'work', duration: 'PT1M', to: ['gaveUp'] },
        gaveUp: { kind: 'noneEndEvent' },
      },
    ).start('p');
    play.complete('work').advance(60_000);
    expect(play.jobTypes()).toEqual(['e']);
    expect(play.complete('e').completed()).toEqual(['start', 'work', 'end']);
  });

  it('are withdrawn with their element', () => {
    const play = oneTask({ start: ['s'] }).start('p');
    play.tell({ kind: 'cancelSaga', at: 0 });
    expect(play.state.jobs).toEqual({});
    expect(play.instanceStates()).toEqual(['p canceled']);
  });

  it('run for each instance of a multi-instance activity', () => {
    const loop = {
      kind: 'multiInstance',
      sequential: true,
      collection: compileExpression('items'),
      inputElement: 'item',
    } as const;
    const play = oneTask({ start: ['s'] }, { loop }).start('p', { items: [1, 2] });
    play.complete('s').complete('work').complete('s').complete('work');
    expect(play.state.status).toBe('completed');
  });

  it('run at events as well', () => {
    const play = oneTask({}, { kind: 'noneThrowEvent', listeners: listeners({ start: ['s'], end: ['e'] }) });
    play.start('p').complete('s').complete('e', { x: 1 });
    expect(play.variables()).toEqual({ x: 1 });
  });
});

describe('execution listeners of the process', () => {
  const asked = { start: ['s'], end: ['e1', 'e2'] };

  it('run before its start event and after its last element', () => {
    const play = oneTask({}, {}, {}, asked).start('p', { amount: 1 });
    expect(play.jobTypes()).toEqual(['s']);
    expect(play.completed()).toEqual([]);
    play.complete('s', { rate: 2 }).complete('work');
    expect(play.jobTypes()).toEqual(['e1']);
    expect(play.instanceStates()).toEqual(['p active']);
    play.complete('e1', { one: 1 }).complete('e2');
    expect(play.state.status).toBe('completed');
    expect(play.variables()).toEqual({ amount: 1, rate: 2, one: 1 });
  });

  it('leave an incident of the instance when they fail', () => {
    const play = oneTask({}, {}, {}, asked).start('p').fail('s', { retries: 0 });
    expect(play.incidents()).toEqual(['JOB_NO_RETRIES at p']);
    play.resolve().complete('s');
    expect(play.jobTypes()).toEqual(['work']);
  });

  it('wait for their backoff', () => {
    const play = oneTask({}, {}, {}, asked).start('p').fail('s', { retries: 2, backoffMs: 1000 });
    expect(play.jobTypes()).toEqual([]);
    expect(play.advance(1000).jobTypes()).toEqual(['s']);
  });

  it('end with the instance', () => {
    for (const stop of [
      { kind: 'cancelSaga' },
      { kind: 'compensateSaga', reason: { code: 'WISH' } },
    ] as const) {
      const play = oneTask({}, {}, {}, asked).start('p');
      play.tell({ ...stop, at: 0 });
      expect(play.state.jobs).toEqual({});
      expect(play.state.status).not.toBe('active');
    }
  });
});

import type { Listeners, UserTaskDefinition } from '@partitura/bpmn';
import { compileValue, constant } from '@partitura/feel';
import { Play } from './fixtures/play';
import { buildScore, type NodeSketch } from './fixtures/score-builder';
import type { UserTaskState } from './state';

const asking = (userTask: UserTaskDefinition, more: Partial<NodeSketch> = {}) =>
  new Play(
    buildScore([
      {
        id: 'p',
        nodes: {
          start: { kind: 'noneStartEvent', to: ['ask'] },
          ask: { kind: 'userTask', userTask, ...more, to: ['end'] },
          end: { kind: 'noneEndEvent' },
        },
      },
    ]),
  );

const taskOf = (play: Play): UserTaskState | undefined =>
  Object.values(play.state.jobs).find(({ kind }) => kind === 'user')?.task;

const change = (play: Play, changes: UserTaskState): string | undefined =>
  play.tell({ kind: 'changeUserTask', job: play.job('user-task').id, changes, at: play.now });

const done = (play: Play, variables = {}): string | undefined =>
  play.tell({ kind: 'completeUserTask', job: play.job('user-task').id, variables, at: play.now });

describe('what people see of a user task', () => {
  it('is evaluated when the task begins', () => {
    const play = asking({
      assignee: compileValue('=boss'),
      candidateGroups: compileValue('=groups'),
      candidateUsers: compileValue('ann, bob'),
      dueDate: compileValue('=due'),
      followUpDate: compileValue('2026-01-01T00:00:00Z'),
      priority: compileValue('=40 + 5'),
      formId: 'approval',
    }).start('p', { boss: 'zoe', groups: ['sales'], due: '2026-02-01T12:00:00+01:00' });
    expect(taskOf(play)).toEqual({
      assignee: 'zoe',
      candidateGroups: ['sales'],
      candidateUsers: ['ann', 'bob'],
      dueDate: '2026-02-01T12:00:00+01:00',
      followUpDate: '2026-01-01T00:00:00Z',
      priority: 45,
      formId: 'approval',
    });
  });

  it('has priority 50 and nothing else when the model says nothing', () => {
    expect(taskOf(asking({}).start('p'))).toEqual({ priority: 50 });
  });

  it('may have no dates', () => {
    const play = asking({ dueDate: compileValue('=due'), followUpDate: compileValue('=""') }).start('p');
    expect(taskOf(play)).toEqual({ priority: 50 });
  });

  test.each([
    ['an assignee that is null', { assignee: compileValue('=boss') }],
    ['an assignee that is a number', { assignee: compileValue('=1') }],
    ['groups that are null', { candidateGroups: compileValue('=groups') }],
    ['groups that are a text', { candidateGroups: compileValue('="a,b"') }],
    ['users that are not all texts', { candidateUsers: compileValue('=["a", 1]') }],
    ['a date that is none', { dueDate: compileValue('="soon"') }],
    ['a priority over 100', { priority: compileValue('=101') }],
    ['a priority below 0', { priority: compileValue('=-1') }],
    ['a priority that is no whole number', { priority: compileValue('=1.5') }],
    ['a priority that is null', { priority: compileValue('=high') }],
  ] as const)('waits as an incident for %s', (_, userTask) => {
    expect(asking(userTask).start('p').incidents()).toEqual(['EXPRESSION at ask']);
  });

  it('begins when its incident is resolved', () => {
    const play = asking({ assignee: compileValue('=boss') }).start('p');
    play.set({ boss: 'zoe' }).resolve();
    expect(taskOf(play)).toMatchObject({ assignee: 'zoe' });
    expect(play.incidents()).toEqual([]);
  });

  it('can be changed while the task waits', () => {
    const play = asking({ assignee: compileValue('zoe') }).start('p');
    expect(change(play, { assignee: 'ann', priority: 100 })).toBeUndefined();
    expect(taskOf(play)).toEqual({ assignee: 'ann', priority: 100 });
    expect(change(play, { priority: 101 })).toContain('0 to 100');
    expect(change(play, { dueDate: 'soon' })).toContain('no date-time');
  });
});

describe('answers to a user task', () => {
  it('are refused for a job of another kind', () => {
    const play = asking({}, { kind: 'serviceTask' }).start('p');
    const job = play.job('ask').id;
    expect(play.tell({ kind: 'completeUserTask', job, variables: {}, at: 0 })).toContain('no user task');
    expect(play.tell({ kind: 'changeUserTask', job, changes: {}, at: 0 })).toBeDefined();
  });

  it('may come as to a job, by hand', () => {
    const play = asking({}).start('p').complete('user-task', { ok: true });
    expect(play.variables()).toEqual({ ok: true });
  });
});

const byEvent = (task: Record<string, readonly string[]>): Listeners => ({
  start: [],
  end: [],
  task: Object.fromEntries(
    Object.entries(task).map(([event, types]) => [
      event,
      types.map((type) => ({ type: constant(type), retries: constant(1), headers: {} })),
    ]),
  ),
});

describe('task listeners', () => {
  it('of the creation and of the assignment come before the task', () => {
    const listeners = byEvent({ creating: ['c1', 'c2'], assigning: ['a'] });
    const play = asking({ assignee: compileValue('zoe') }, { listeners }).start('p');
    for (const type of ['c1', 'c2', 'a']) {
      expect(play.jobTypes()).toEqual([type]);
      play.complete(type);
    }
    expect(play.jobTypes()).toEqual(['user-task']);
    expect(taskOf(play)).toMatchObject({ assignee: 'zoe' });
  });

  it('of the assignment are not asked without an assignee', () => {
    const play = asking({}, { listeners: byEvent({ assigning: ['a'] }) }).start('p');
    expect(play.jobTypes()).toEqual(['user-task']);
  });

  it('of the creation are not asked when the task cannot begin', () => {
    const listeners = byEvent({ creating: ['c'] });
    const play = asking({ assignee: compileValue('=boss') }, { listeners }).start('p');
    expect(play.incidents()).toEqual(['EXPRESSION at ask']);
    expect(play.jobTypes()).toEqual([]);
  });

  it('of the completion come before the task goes on with what the person gave', () => {
    const play = asking({}, { listeners: byEvent({ completing: ['c'] }) }).start('p');
    expect(done(play, { ok: true })).toBeUndefined();
    expect(play.jobTypes()).toEqual(['c']);
    expect(play.completed()).toEqual(['start']);
    play.complete('c');
    expect(play.variables()).toEqual({ ok: true });
    expect(play.state.status).toBe('completed');
  });

  it('of an assignment or update come before the change, and hold the task until then', () => {
    const play = asking({}, { listeners: byEvent({ assigning: ['a'], updating: ['u'] }) }).start('p');
    change(play, { assignee: 'ann' });
    expect(taskOf(play)).toEqual({ priority: 50 });
    expect(done(play)).toContain('listeners');
    expect(change(play, { priority: 1 })).toContain('listeners');
    play.complete('a');
    expect(taskOf(play)).toEqual({ priority: 50, assignee: 'ann' });
    change(play, { priority: 1 });
    play.complete('u');
    expect(taskOf(play)).toEqual({ priority: 1, assignee: 'ann' });
    expect(done(play)).toBeUndefined();
    expect(play.state.status).toBe('completed');
  });

  it('leave an incident when they fail', () => {
    const play = asking({}, { listeners: byEvent({ completing: ['c'] }) }).start('p');
    done(play, { ok: true });
    play.fail('c');
    expect(play.incidents()).toEqual(['JOB_NO_RETRIES at ask']);
    play.resolve().complete('c');
    expect(play.variables()).toEqual({ ok: true });
  });

  it('are withdrawn with the task, and the task with them', () => {
    const play = asking({}, { listeners: byEvent({ updating: ['u'] }) }).start('p');
    change(play, { priority: 1 });
    play.tell({ kind: 'cancelSaga', at: 0 });
    expect(play.state.jobs).toEqual({});
  });
});

describe('task listeners of the cancellation', () => {
  const listeners = byEvent({ canceling: ['c1', 'c2'] });
  const guarded = () =>
    new Play(
      buildScore([
        {
          id: 'p',
          nodes: {
            start: { kind: 'noneStartEvent', to: ['ask'] },
            ask: { kind: 'userTask', listeners, to: ['end'] },
            late: { kind: 'timerBoundaryEvent', attachedTo: 'ask', duration: 'PT1H', to: ['gaveUp'] },
            gaveUp: { kind: 'noneEndEvent' },
            end: { kind: 'noneEndEvent' },
          },
        },
      ]),
    ).start('p', { x: 1 });

  it('are asked when it is interrupted, and hold the process instance until they are done', () => {
    const play = guarded().advance(3_600_000);
    expect(play.jobTypes()).toEqual(['c1']);
    expect(play.events.findLast((event) => event.type === 'JobRequested')).toMatchObject({
      kind: 'taskListener',
      elementId: 'ask',
      variables: { x: 1 },
    });
    expect(play.instanceStates()).toEqual(['p active']);
    play.complete('c1').complete('c2');
    expect(play.completed()).toEqual(['start', 'late', 'gaveUp']);
    expect(play.state.status).toBe('completed');
  });

  it('are asked when the process instance is cancelled, which does not wait for them', () => {
    const play = guarded();
    play.tell({ kind: 'cancelSaga', at: 0 });
    expect(play.instanceStates()).toEqual(['p canceled']);
    play.complete('c1').complete('c2');
    expect(play.state.jobs).toEqual({});
  });

  it('are not asked when it completes', () => {
    const play = guarded().complete('user-task');
    expect(play.requested()).toEqual(['user-task']);
    expect(play.state.status).toBe('completed');
  });

  it('are not asked for a task that has not begun', () => {
    const play = asking({ assignee: compileValue('=boss') }, { listeners }).start('p');
    play.tell({ kind: 'cancelSaga', at: 0 });
    expect(play.state.jobs).toEqual({});
  });

  it('come again after their backoff, and wait as an incident when no attempt is left', () => {
    const play = guarded().advance(3_600_000);
    play.fail('c1', { retries: 1, backoffMs: 1000 });
    expect(play.jobTypes()).toEqual([]);
    play.advance(1000).fail('c1');
    expect(play.incidents()).toEqual(['JOB_NO_RETRIES at ask']);
    play.resolve().complete('c1').complete('c2');
    expect(play.state.status).toBe('completed');
  });
});

import { compileExpression } from '@partitura/feel';
import { constant } from '@partitura/feel';
import { buildScore, type NodeSketch } from './fixtures/score-builder';
import { Play } from './fixtures/play';

const plain = (nodes: Record<string, NodeSketch>) => new Play(buildScore([{ id: 'p', nodes }]));

const oneTask = (task: Partial<NodeSketch> = {}) =>
  plain({
    start: { kind: 'noneStartEvent', to: ['work'] },
    work: { kind: 'serviceTask', to: ['end'], ...task },
    end: { kind: 'noneEndEvent' },
  });

describe('service task', () => {
  it('asks the worker and goes on with its answer', () => {
    const play = oneTask().start('p', { amount: 10 });
    expect(play.jobTypes()).toEqual(['work']);
    play.complete('work', { paid: true });
    expect(play.state.status).toBe('completed');
    expect(play.variables()).toEqual({ amount: 10, paid: true });
  });

  it('refuses an answer that comes twice, and one to an earlier attempt (P1)', () => {
    const play = oneTask().start('p');
    const { id: job } = play.job('work');
    play.fail('work');
    expect(play.tell({ kind: 'completeJob', job, attempt: 1, variables: {}, at: 0 })).toContain('attempt 2');
    play.complete('work');
    expect(play.tell({ kind: 'completeJob', job, attempt: 2, variables: {}, at: 0 })).toContain(
      'does not wait any more',
    );
  });

  it('asks again after the backoff of the model, then waits as an incident', () => {
    const play = oneTask({
      job: { type: constant('work'), retries: constant('2'), retryBackoff: constant('PT10S'), headers: {} },
    }).start('p');
    play.fail('work');
    expect(play.jobTypes()).toEqual([]);
    play.advance(9_999);
    expect(play.jobTypes()).toEqual([]);
    play.advance(1);
    expect(play.job('work').attempt).toBe(2);
    play.fail('work');
    expect(play.incidents()).toEqual(['JOB_NO_RETRIES at work']);
    play.tell({
      kind: 'resolveIncident',
      incident: Number(Object.keys(play.state.incidents)[0]),
      at: play.now,
    });
    play.complete('work');
    expect(play.state.status).toBe('completed');
  });

  it('counts the jobs of an element, so that attempts and messages that come again mean the same work', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['merge'] },
      merge: { kind: 'exclusiveGateway', to: ['work'] },
      work: { kind: 'serviceTask', to: ['again'] },
      again: { kind: 'serviceTask', to: ['merge'] },
    }).start('p');
    play.fail('work').complete('work').complete('again');
    const asked = play.events.flatMap((event) =>
      event.type === 'JobRequested' ? [`${event.jobType} ${event.occurrence}/${event.attempt}`] : [],
    );
    expect(asked).toEqual(['work 1/1', 'work 1/2', 'again 1/1', 'work 2/1']);
  });

  it('keeps what an input mapping made local, and passes on what the output mapping names', () => {
    const play = oneTask({
      inputs: [{ source: compileExpression('amount * 2'), target: 'order.double' }],
      outputs: [{ source: compileExpression('result + 1'), target: 'seen' }],
    }).start('p', { amount: 10 });
    expect(play.events.find((event) => event.type === 'JobRequested')).toMatchObject({
      variables: { amount: 10, order: { double: 20 } },
    });
    play.complete('work', { result: 41 });
    expect(play.variables()).toEqual({ amount: 10, seen: 42 });
  });

  it('waits as an incident when a mapping fails, and goes on once the cause is gone', () => {
    const play = oneTask({
      job: { type: compileExpression('kind'), retries: constant(1), headers: {} },
    }).start('p');
    expect(play.incidents()).toEqual(['EXPRESSION at work']);
    play.state.instances[1]!.variables.kind = 'late';
    play.events.push({ type: 'VariablesSet', instance: 1, element: 0, variables: { kind: 'late' } });
    play.tell({ kind: 'resolveIncident', incident: Number(Object.keys(play.state.incidents)[0]), at: 0 });
    expect(play.jobTypes()).toEqual(['late']);
  });
});

describe('a resolved incident', () => {
  it('of output mappings maps what the work brought', () => {
    const play = oneTask({ outputs: [{ source: compileExpression('assert(a, b > 0)'), target: 'c' }] });
    play.start('p', { b: 0 }).complete('work', { a: 1 });
    expect(play.incidents()).toEqual(['IO_MAPPING at work']);
    expect(play.set({ b: 1 }).resolve().variables()).toEqual({ b: 1, c: 1 });
  });

  it('of the flows does not map the outputs again', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: {
        kind: 'serviceTask',
        outputs: [{ source: compileExpression('n + 1'), target: 'n' }],
        to: ['end?=go = true'],
      },
      end: { kind: 'noneEndEvent' },
    }).start('p', { n: 0 });
    play.complete('work');
    expect(play.incidents()).toEqual(['CONDITION at work']);
    play.set({ go: true }).resolve();
    expect(play.variables()).toEqual({ n: 1, go: true });
    expect(play.state.status).toBe('completed');
  });
});

describe('errors', () => {
  const withBoundaries = () =>
    plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask', to: ['end'] },
      any: { kind: 'errorBoundaryEvent', attachedTo: 'work', to: ['endAny'] },
      declined: {
        kind: 'errorBoundaryEvent',
        attachedTo: 'work',
        errorCode: 'DECLINED',
        to: ['endDeclined'],
      },
      end: { kind: 'noneEndEvent' },
      endAny: { kind: 'noneEndEvent' },
      endDeclined: { kind: 'noneEndEvent' },
    });

  it('prefers the boundary event of the very code to one that catches all', () => {
    expect(withBoundaries().start('p').error('work', 'DECLINED').completed()).toContain('endDeclined');
    expect(withBoundaries().start('p').error('work', 'OTHER').completed()).toContain('endAny');
  });

  it('keeps the variables of a caught error with the boundary event', () => {
    expect(withBoundaries().start('p').error('work', 'OTHER', { why: 'limit' }).variables()).toEqual({});
  });

  it('waits as an incident in a plain process when nothing catches', () => {
    const play = oneTask().start('p').error('work', 'DECLINED');
    expect(play.incidents()).toEqual(['UNHANDLED_ERROR at work']);
    play.tell({ kind: 'resolveIncident', incident: Number(Object.keys(play.state.incidents)[0]), at: 0 });
    expect(play.jobTypes()).toEqual(['work']);
  });

  it('reaches the boundary event of the sub-process around', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['sub'] },
      sub: { kind: 'subProcess', to: ['end'] },
      subStart: { kind: 'noneStartEvent', scope: 'sub', to: ['work'] },
      work: { kind: 'serviceTask', scope: 'sub', to: ['subEnd'] },
      subEnd: { kind: 'errorEndEvent', errorCode: 'BAD', scope: 'sub' },
      caught: { kind: 'errorBoundaryEvent', attachedTo: 'sub', errorCode: 'BAD', to: ['endCaught'] },
      end: { kind: 'noneEndEvent' },
      endCaught: { kind: 'noneEndEvent' },
    }).start('p');
    play.complete('work');
    expect(play.completed()).toContain('endCaught');
    expect(play.state.status).toBe('completed');
  });
});

describe('timeout', () => {
  it('withdraws the job, throws TIMEOUT and refuses the late answer (P6)', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask', timeout: constant('PT15S'), to: ['end'] },
      late: { kind: 'errorBoundaryEvent', attachedTo: 'work', errorCode: 'TIMEOUT', to: ['endLate'] },
      end: { kind: 'noneEndEvent' },
      endLate: { kind: 'noneEndEvent' },
    }).start('p');
    const { id: job } = play.job('work');
    play.advance(15_000);
    expect(play.completed()).toContain('endLate');
    expect(play.tell({ kind: 'completeJob', job, attempt: 1, variables: {}, at: play.now })).toBeDefined();
  });

  it('runs on over all attempts and while an incident is open', () => {
    const play = oneTask({ timeout: constant('PT15S') }).start('p');
    play.fail('work', { retries: 0 });
    play.advance(15_000);
    expect(play.incidents()).toEqual(['UNHANDLED_ERROR at work']);
  });
});

describe('timeout of a receive task', () => {
  const receiving = () =>
    plain({
      start: { kind: 'noneStartEvent', to: ['wait'] },
      wait: {
        kind: 'receiveTask',
        messageName: 'note',
        key: '=1',
        timeout: constant('PT15S'),
        to: ['end'],
      },
      late: { kind: 'errorBoundaryEvent', attachedTo: 'wait', errorCode: 'TIMEOUT', to: ['endLate'] },
      end: { kind: 'noneEndEvent' },
      endLate: { kind: 'noneEndEvent' },
    }).start('p');

  it('throws TIMEOUT when no message has come', () => {
    expect(receiving().advance(15_000).completed()).toContain('endLate');
  });

  it('is over when one has', () => {
    const play = receiving().message('note');
    expect(play.state.timers).toEqual({});
    expect(play.state.status).toBe('completed');
  });
});

describe('user task', () => {
  it('waits for a person and goes on with what they gave', () => {
    const play = plain({
      start: { kind: 'noneStartEvent', to: ['ask'] },
      ask: { kind: 'userTask', to: ['end'] },
      end: { kind: 'noneEndEvent' },
    }).start('p');
    play.tell({ kind: 'completeUserTask', job: play.waiting()[0]!.id, variables: { ok: true }, at: 0 });
    expect(play.state.status).toBe('completed');
    expect(play.variables()).toEqual({ ok: true });
  });
});

import { compileExpression, constant } from '@partitura/feel';
import { buildScore, type NodeSketch, type ProcessSketch } from './fixtures/score-builder';
import { Play } from './fixtures/play';

const order: Record<string, NodeSketch> = {
  placed: { kind: 'noneStartEvent', to: ['register'] },
  register: { kind: 'undefinedTask', undoneBy: 'close', to: ['requestStock'] },
  close: { kind: 'serviceTask' },
  requestStock: {
    kind: 'messageThrowEvent',
    messageName: 'stock requested',
    inputs: [{ source: compileExpression('orderId'), target: 'orderId' }],
    receivers: [{ processId: 'inventory', elementId: 'stockRequested' }],
    to: ['stockReserved'],
  },
  stockReserved: { kind: 'messageCatchEvent', messageName: 'stock reserved', to: ['requestPayment'] },
  requestPayment: {
    kind: 'messageThrowEvent',
    messageName: 'payment requested',
    receivers: [{ processId: 'payment', elementId: 'paymentRequested' }],
    to: ['paid'],
  },
  paid: { kind: 'messageCatchEvent', messageName: 'paid', to: ['confirm'] },
  confirm: { kind: 'serviceTask', to: ['done'] },
  done: { kind: 'noneEndEvent' },
};

const inventory: Record<string, NodeSketch> = {
  stockRequested: { kind: 'messageStartEvent', messageName: 'stock requested', to: ['reserve'] },
  reserve: { kind: 'serviceTask', undoneBy: 'release', to: ['tell'] },
  release: { kind: 'serviceTask' },
  tell: {
    kind: 'messageEndEvent',
    messageName: 'stock reserved',
    receivers: [{ processId: 'order', elementId: 'stockReserved' }],
  },
};

const payment: Record<string, NodeSketch> = {
  paymentRequested: { kind: 'messageStartEvent', messageName: 'payment requested', to: ['charge'] },
  charge: { kind: 'serviceTask', timeout: constant('PT15S'), undoneBy: 'refund', to: ['tellPaid'] },
  refund: { kind: 'serviceTask' },
  tellPaid: {
    kind: 'messageEndEvent',
    messageName: 'paid',
    receivers: [{ processId: 'order', elementId: 'paid' }],
  },
};

const pools: ProcessSketch[] = [
  { id: 'order', participant: 'order', nodes: order },
  { id: 'inventory', participant: 'inventory', nodes: inventory },
  { id: 'payment', participant: 'payment', nodes: payment },
];

const saga = (more: { undoAtOnce?: { code: string } } = {}) =>
  new Play(buildScore(pools)).start('order', { orderId: 'o-1', amount: 10 }, more);

describe('composition', () => {
  it('follows the message flows from pool to pool until every fragment has completed', () => {
    const play = saga().complete('reserve', { reservationId: 'r-1' }).complete('charge').complete('confirm');
    expect(play.state.status).toBe('completed');
    expect(play.instanceStates()).toEqual(['order completed', 'inventory completed', 'payment completed']);
  });

  it('carries exactly the mapped variables, else all that are visible', () => {
    const play = saga().complete('reserve', { reservationId: 'r-1' });
    const [, second, third] = Object.values(play.state.instances);
    expect(second?.variables).toEqual({ orderId: 'o-1', reservationId: 'r-1' });
    expect(third?.variables).toEqual({ orderId: 'o-1', amount: 10, reservationId: 'r-1' });
  });

  it('keeps a message that comes before its receiver waits', () => {
    const early: ProcessSketch[] = [
      {
        id: 'lead',
        participant: 'lead',
        nodes: {
          start: { kind: 'noneStartEvent', to: ['ask'] },
          ask: {
            kind: 'messageThrowEvent',
            messageName: 'ask',
            receivers: [{ processId: 'echo', elementId: 'asked' }],
            to: ['work'],
          },
          work: { kind: 'serviceTask', to: ['answered'] },
          answered: { kind: 'messageCatchEvent', messageName: 'answer', to: ['end'] },
          end: { kind: 'noneEndEvent' },
        },
      },
      {
        id: 'echo',
        participant: 'echo',
        nodes: {
          asked: { kind: 'messageStartEvent', messageName: 'ask', to: ['answer'] },
          answer: {
            kind: 'messageEndEvent',
            messageName: 'answer',
            receivers: [{ processId: 'lead', elementId: 'answered' }],
          },
        },
      },
    ];
    const play = new Play(buildScore(early)).start('lead');
    expect(play.state.buffered).toHaveLength(1);
    expect(play.complete('work').state.status).toBe('completed');
  });
});

describe('undoing a saga', () => {
  it('compensates what is complete in reverse order over all fragments, each one awaited (P5)', () => {
    const play = saga().complete('reserve').error('charge', 'DECLINED');
    expect(play.state).toMatchObject({ status: 'compensating', reason: { code: 'DECLINED' } });
    expect(play.instanceStates()).toEqual(['order active', 'inventory active', 'payment active']);
    expect(play.jobTypes()).toEqual(['release']);
    play.complete('release');
    expect(play.jobTypes()).toEqual(['close']);
    play.complete('close');
    expect(play.state.status).toBe('compensated');
    expect(play.instanceStates()).toEqual([
      'order compensated',
      'inventory compensated',
      'payment compensated',
    ]);
    expect(play.requested()).toEqual(['reserve', 'charge', 'release', 'close']);
  });

  it('tells the handler what it undoes and why', () => {
    const play = saga().complete('reserve', { reservationId: 'r-1' }).error('charge', 'DECLINED');
    expect(play.events.filter((event) => event.type === 'JobRequested').at(-1)).toMatchObject({
      jobType: 'release',
      participant: 'inventory',
      variables: { orderId: 'o-1', reservationId: 'r-1' },
      compensates: { elementId: 'reserve', reason: { code: 'DECLINED' } },
    });
  });

  it('withdraws a waiting job with the handler for what was committed, and refuses the late answer (P6)', () => {
    const play = saga().complete('reserve');
    const { id: job } = play.job('charge');
    play.undo('CANCELLED_BY_CUSTOMER');
    expect(play.events.find((event) => event.type === 'JobWithdrawn')).toMatchObject({
      jobType: 'charge',
      participant: 'payment',
      handler: {
        jobType: 'refund',
        variables: { orderId: 'o-1', amount: 10 },
        reason: { code: 'CANCELLED_BY_CUSTOMER' },
      },
    });
    expect(play.tell({ kind: 'completeJob', job, attempt: 1, variables: {}, at: 0 })).toBeDefined();
    expect(play.complete('release').complete('close').state.status).toBe('compensated');
    expect(play.requested()).not.toContain('refund');
    expect(Object.keys(play.state.withdrawals)).toEqual([String(job)]);
    play.tell({ kind: 'acknowledgeWithdrawal', job, lateUndo: 'done', at: 0 });
    expect(play.state.withdrawals).toEqual({});
  });

  it('waits as an incident of the ended saga when a late undo fails, and asks the service again once resolved', () => {
    const play = saga().complete('reserve');
    const { id: job } = play.job('charge');
    play.undo().complete('release').complete('close');
    play.tell({ kind: 'acknowledgeWithdrawal', job, lateUndo: 'failed', message: 'bank is down', at: 0 });
    expect(play.incidents()).toEqual(['COMPENSATION at charge']);
    play.tell({ kind: 'resolveIncident', incident: Number(Object.keys(play.state.incidents)[0]), at: 0 });
    expect(play.events.filter(({ type }) => type === 'JobWithdrawn')).toHaveLength(2);
    play.tell({ kind: 'acknowledgeWithdrawal', job, lateUndo: 'done', at: 0 });
    expect([play.state.withdrawals, play.state.incidents]).toEqual([{}, {}]);
  });

  it('undoes the saga when a participant does not answer in time', () => {
    const play = saga().complete('reserve').advance(15_000);
    expect(play.state.reason).toEqual({ code: 'TIMEOUT', message: 'charge was not done in time.' });
    expect(play.jobTypes()).toEqual(['release']);
  });

  it('keeps a failed handler as an incident; the rest waits for retry or skip (P7)', () => {
    const play = saga().complete('reserve').error('charge', 'DECLINED');
    play.fail('release', { retries: 0 });
    expect(play.incidents()).toEqual(['COMPENSATION at release']);
    expect(play.jobTypes()).toEqual([]);
    play.tell({ kind: 'resolveIncident', incident: Number(Object.keys(play.state.incidents)[0]), at: 0 });
    expect(play.jobTypes()).toEqual(['release']);
    play.error('release', 'GONE');
    expect(play.incidents()).toEqual(['COMPENSATION at release']);
    play.tell({
      kind: 'skipIncident',
      incident: Number(Object.keys(play.state.incidents)[0]),
      reason: 'by hand',
      at: 0,
    });
    expect(play.jobTypes()).toEqual(['close']);
    expect(play.complete('close').state).toMatchObject({ status: 'compensated', handlerSkipped: true });
  });

  it('undoes a saga whose undoing was asked for before it began', () => {
    const play = saga({ undoAtOnce: { code: 'CANCELLED_BY_CUSTOMER' } });
    expect(play.jobTypes()).toEqual(['close']);
    expect(play.complete('close').state.status).toBe('compensated');
  });

  it('refuses to undo or cancel a saga that is being undone or has ended', () => {
    const play = saga().undo();
    expect(play.tell({ kind: 'compensateSaga', reason: { code: 'AGAIN' }, at: 0 })).toContain('compensating');
    expect(play.tell({ kind: 'cancelSaga', at: 0 })).toContain('compensating');
    play.complete('close');
    expect(play.tell({ kind: 'compensateSaga', reason: { code: 'AGAIN' }, at: 0 })).toContain('compensated');
  });
});

describe('compensation inside a process', () => {
  const undoThree = (end: NodeSketch) =>
    new Play(
      buildScore([
        {
          id: 'p',
          nodes: {
            start: { kind: 'noneStartEvent', to: ['a'] },
            a: { kind: 'serviceTask', undoneBy: 'undoA', to: ['sub'] },
            undoA: { kind: 'serviceTask' },
            sub: { kind: 'subProcess', to: ['c'] },
            subStart: { kind: 'noneStartEvent', scope: 'sub', to: ['b'] },
            b: {
              kind: 'serviceTask',
              scope: 'sub',
              undoneBy: 'undoB',
              inputs: [{ source: compileExpression('n + 1'), target: 'local' }],
              to: ['subEnd'],
            },
            undoB: { kind: 'serviceTask', scope: 'sub' },
            subEnd: { kind: 'noneEndEvent', scope: 'sub' },
            c: { kind: 'serviceTask', undoneBy: 'undoC', to: ['undo'] },
            undoC: { kind: 'serviceTask' },
            undo: end,
            after: { kind: 'serviceTask', to: ['end'] },
            end: { kind: 'noneEndEvent' },
          },
        },
      ]),
    ).start('p', { n: 1 });

  it('undoes flat, latest first, also inside completed sub-processes, and then goes on', () => {
    const play = undoThree({ kind: 'compensationThrowEvent', to: ['after'] });
    play.complete('a').complete('b').complete('c');
    expect(play.jobTypes()).toEqual(['undoC']);
    play.complete('undoC').complete('undoB').complete('undoA').complete('after');
    expect(play.requested()).toEqual(['a', 'b', 'c', 'undoC', 'undoB', 'undoA', 'after']);
    expect(play.state.status).toBe('completed');
  });

  it('shows the handler the local variables that the activity had', () => {
    const play = undoThree({ kind: 'compensationEndEvent' });
    play.complete('a').complete('b').complete('c').complete('undoC');
    expect(play.events.filter((event) => event.type === 'JobRequested').at(-1)).toMatchObject({
      jobType: 'undoB',
      variables: { n: 1, local: 2 },
    });
  });

  it('undoes only the activity that the event names', () => {
    const play = undoThree({ kind: 'compensationThrowEvent', compensates: 'a', to: ['after'] });
    play.complete('a').complete('b').complete('c').complete('undoA');
    expect(play.jobTypes()).toEqual(['after']);
  });

  it('is over when the process is cancelled in the middle of it', () => {
    const play = undoThree({ kind: 'compensationThrowEvent', to: ['after'] });
    play.complete('a').complete('b').complete('c');
    play.tell({ kind: 'cancelSaga', at: 0 });
    expect(play.state.elements).toEqual({});
    expect(play.state.compensations).toEqual({});
  });

  it('lets a handler at work finish when the whole is undone meanwhile, and undoes nothing twice', () => {
    const play = undoThree({ kind: 'compensationThrowEvent', to: ['after'] });
    play.complete('a').complete('b').complete('c').undo();
    expect(play.jobTypes()).toEqual(['undoC']);
    play.complete('undoC').complete('undoB').complete('undoA');
    expect(play.requested()).toEqual(['a', 'b', 'c', 'undoC', 'undoB', 'undoA']);
    expect(play.instanceStates()).toEqual(['p compensated']);
  });

  it('leaves nothing behind when it is cancelled while the whole is undone', () => {
    const play = undoThree({ kind: 'compensationThrowEvent', to: ['after'] });
    play.complete('a').complete('b').undo();
    expect(play.jobTypes()).toEqual(['undoB']);
    play.tell({ kind: 'cancelSaga', at: 0 });
    expect(play.state).toMatchObject({ status: 'cancelled', elements: {}, jobs: {}, compensations: {} });
  });
});

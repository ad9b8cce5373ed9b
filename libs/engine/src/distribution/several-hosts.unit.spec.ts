import fc from 'fast-check';
import { buildScore, type NodeSketch, type ProcessSketch } from '../fixtures/score-builder';
import { Ensemble } from '../fixtures/ensemble';

const to = (participant: string, elementId: string) => [{ processId: participant, elementId }];

/** A participant that is asked, does a task that can be undone, and answers. */
const asked = (id: string, more: Record<string, NodeSketch> = {}): ProcessSketch => ({
  id,
  participant: id,
  nodes: {
    [`${id}Asked`]: { kind: 'messageStartEvent', messageName: id, to: [`${id}Work`] },
    [`${id}Work`]: { kind: 'serviceTask', undoneBy: `${id}Undo`, to: [`${id}Tell`] },
    [`${id}Undo`]: { kind: 'serviceTask' },
    [`${id}Tell`]: {
      kind: 'messageThrowEvent',
      messageName: `${id} done`,
      receivers: to('order', `${id}Heard`),
      to: [`${id}End`],
    },
    [`${id}End`]: { kind: 'noneEndEvent' },
    ...more,
  },
});

const order: ProcessSketch = {
  id: 'order',
  participant: 'order',
  nodes: {
    begin: { kind: 'noneStartEvent', to: ['accept'] },
    accept: { kind: 'serviceTask', undoneBy: 'reject', to: ['askStock'] },
    reject: { kind: 'serviceTask' },
    askStock: {
      kind: 'messageThrowEvent',
      messageName: 's',
      receivers: to('stock', 'stockAsked'),
      to: ['stockHeard'],
    },
    stockHeard: { kind: 'messageCatchEvent', messageName: 'stock done', to: ['askPay'] },
    askPay: {
      kind: 'messageThrowEvent',
      messageName: 'p',
      receivers: to('pay', 'payAsked'),
      to: ['payHeard'],
    },
    payHeard: { kind: 'messageCatchEvent', messageName: 'pay done', to: ['confirm'] },
    confirm: { kind: 'serviceTask', undoneBy: 'revoke', to: ['end'] },
    revoke: { kind: 'serviceTask' },
    end: { kind: 'noneEndEvent' },
  },
};

const everyOneAlone = { order: 'order', stock: 'stock', pay: 'pay' };
const placements = [
  everyOneAlone,
  { order: 'conductor', stock: 'stock', pay: 'conductor' },
  { order: 'order', stock: 'shop', pay: 'shop' },
  { order: 'order', stock: 'conductor', pay: 'order' },
];

const score = () => buildScore([order, asked('stock'), asked('pay')]);
const saga = (placement: Record<string, string> = everyOneAlone) => {
  const ensemble = new Ensemble(score(), placement);
  return ensemble.start(placement.order ?? '', 'order', { orderId: 'o-1' }).deliver();
};

describe.each(placements)('a saga on %j', (placement) => {
  it('goes from host to host and completes where it began, when every host is done', () => {
    const play = saga(placement).complete('accept').deliver();
    play.complete('stockWork', { reserved: true }).deliver().complete('payWork').deliver();
    expect(play.ends()).toEqual([]);
    play.complete('confirm').deliver();
    expect(play.ends()).toEqual([`${placement.order} completed`]);
    expect(play.instanceStates()).toEqual(['order completed', 'pay completed', 'stock completed']);
    expect([...play.states.values()].map(({ status }) => status)).not.toContain('active');
  });

  it('undoes what has completed on every host, latest first, one after the other', () => {
    const play = saga(placement).complete('accept').deliver().complete('stockWork').deliver();
    play.complete('payWork').deliver().error('confirm', 'NO').deliver();
    expect(play.jobTypes()).toEqual(['payUndo']);
    play.complete('payUndo').deliver();
    expect(play.jobTypes()).toEqual(['stockUndo']);
    play.complete('stockUndo').deliver();
    expect(play.ends()).toEqual([]);
    play.complete('reject').deliver();
    expect(play.ends()).toEqual(['conductor compensated']);
    expect(play.instanceStates()).toEqual(['order compensated', 'pay compensated', 'stock compensated']);
  });

  it('is undone on request while a task waits, whose answer is refused from then on', () => {
    const play = saga(placement).complete('accept').deliver();
    expect(play.coordinate('undo')).toBeUndefined();
    play.deliver();
    expect(play.jobTypes()).toEqual(['reject']);
    expect(play.coordinate('undo')).toMatch('already');
    play.complete('reject').deliver();
    expect(play.ends()).toEqual(['conductor compensated']);
  });

  it('is cancelled on every host, and nothing is undone', () => {
    const play = saga(placement).complete('accept').deliver().complete('stockWork').deliver();
    play.coordinate('cancel');
    play.deliver();
    expect(play.ends()).toEqual(['conductor cancelled']);
    expect(play.jobTypes()).toEqual([]);
    expect(play.instanceStates()).toEqual(['order canceled', 'pay canceled', 'stock completed']);
  });

  it('stays completed when a request to undo it comes too late', () => {
    const play = saga(placement).complete('accept').deliver().complete('stockWork').deliver();
    play.complete('payWork').deliver().complete('confirm');
    play.coordinate('undo');
    play.deliver();
    expect(play.ends()).toEqual([`${placement.order} completed`]);
    expect(play.instanceStates()).toEqual(['order completed', 'pay completed', 'stock completed']);
  });

  it('waits for a person when a handler fails, and goes on without it when told so', () => {
    const play = saga(placement).complete('accept').deliver().complete('stockWork').deliver();
    play.error('payWork', 'DECLINED').deliver().fail('stockUndo').deliver();
    expect(play.jobTypes()).toEqual([]);
    const host = placement.stock ?? '';
    const incident = Number(Object.keys(play.states.get(host)?.incidents ?? {})[0]);
    play.tell(host, { kind: 'skipIncident', incident, reason: 'done by hand' });
    play.deliver().complete('reject').deliver();
    expect(play.ends()).toEqual(['conductor compensated']);
    expect(play.states.get('conductor')?.handlerSkipped).toBe(true);
  });

  it('comes to the same end however messages overtake each other and come again', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), fc.boolean(), fc.boolean(), (order, twice, fails) => {
        const pick = (count: number) => (order.next().value as number) % count;
        const play = new Ensemble(score(), placement).start(placement.order ?? '', 'order');
        play.deliver(pick, twice).complete('accept').deliver(pick, twice);
        play.complete('stockWork').deliver(pick, twice).complete('payWork').deliver(pick, twice);
        if (fails) {
          play.error('confirm', 'NO').deliver(pick, twice);
          for (const undo of ['payUndo', 'stockUndo', 'reject']) play.complete(undo).deliver(pick, twice);
        } else play.complete('confirm').deliver(pick, twice);
        expect(play.ends()).toHaveLength(1);
        expect(new Set(play.instanceStates().map((text) => text.split(' ')[1]))).toEqual(
          new Set([fails ? 'compensated' : 'completed']),
        );
      }),
      { numRuns: 60 },
    );
  });
});

it('tells the first host of its end only when no message does', () => {
  const play = saga().complete('accept').deliver().complete('stockWork');
  expect(play.inFlight.map(({ command }) => command.kind)).toEqual(['receiveMessage']);
});

it('waits for a fragment that goes on after its answer', () => {
  const late = asked('stock', {
    stockTell: {
      kind: 'messageThrowEvent',
      messageName: 'stock done',
      receivers: to('order', 'stockHeard'),
      to: ['pack'],
    },
    pack: { kind: 'serviceTask', to: ['stockEnd'] },
  });
  const play = new Ensemble(buildScore([order, late, asked('pay')]), everyOneAlone).start('order', 'order');
  play.complete('accept').deliver().complete('stockWork').deliver().complete('payWork').deliver();
  play.complete('confirm').deliver();
  expect(play.ends()).toEqual([]);
  play.complete('pack');
  expect(play.inFlight.map(({ command, to: host }) => `${command.kind} ${host}`)).toEqual([
    'learnProgress order',
  ]);
  play.deliver();
  expect(play.ends()).toEqual(['order completed']);
});

it('orders completions by what led to what, also when clocks differ', () => {
  const play = new Ensemble(score(), everyOneAlone, { stock: 60_000, pay: -60_000 }).start('order', 'order');
  play.complete('accept').deliver().complete('stockWork').deliver().complete('payWork').deliver();
  play.error('confirm', 'NO').deliver();
  for (const undo of ['payUndo', 'stockUndo', 'reject']) play.complete(undo).deliver();
  expect(play.requested().slice(-3)).toEqual(['payUndo', 'stockUndo', 'reject']);
});

it('takes no message any more on a host that was stopped before it had heard of the saga', () => {
  const play = saga().complete('accept');
  const [message] = play.inFlight.splice(0);
  play.coordinate('undo');
  play.deliver();
  if (message) play.inFlight.push(message);
  play.deliver().complete('reject').deliver();
  expect(play.requested()).toEqual(['accept', 'reject']);
  expect(play.states.get('stock')?.instances).toEqual({});
  expect(play.ends()).toEqual(['conductor compensated']);
});

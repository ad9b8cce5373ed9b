import { compileExpression } from '@partitura/feel';
import { Ensemble } from './fixtures/ensemble';
import { onlyScore, Play } from './fixtures/play';
import { buildScore, type NodeSketch, type ProcessSketch } from './fixtures/score-builder';
import type { MessageSchema } from './library';

/** Lets `amount` pass, which must be a number. */
const amountOnly: MessageSchema = ({ amount = null }) => ({
  variables: { amount },
  ...(typeof amount === 'number' ? {} : { fault: 'amount must be number' }),
});

const messageSchema = (reference: string) => {
  expect(reference).toBe('amount.json');
  return amountOnly;
};

const play = (...processes: readonly ProcessSketch[]) =>
  new Play({ ...onlyScore(buildScore(processes)), messageSchema });

const plain = (nodes: Record<string, NodeSketch>) => play({ id: 'p', nodes });

const schema = 'amount.json';
const start: NodeSketch = { kind: 'noneStartEvent', to: ['ask'] };
const end: NodeSketch = { kind: 'noneEndEvent' };

const refusedBy = ({ events }: Play): string[] =>
  events.flatMap((event) => (event.type === 'MessageRefused' ? [event.elementId] : []));

describe('a throwing element whose message declares a schema', () => {
  const throwing = (more: Partial<NodeSketch> = {}) =>
    plain({
      start,
      ask: { kind: 'messageThrowEvent', messageName: 'ask', schema, ...more, to: ['end'] },
      end,
    });

  const sent = ({ events }: Play) =>
    events.flatMap((event) => (event.type === 'MessageThrown' ? [event.variables] : []));

  it('sends what the schema declares, and nothing else', () => {
    expect(sent(throwing().start('p', { amount: 3, card: 'secret' }))).toEqual([{ amount: 3 }]);
  });

  it('waits in an incident with what breaks it, and sends when that is mended', () => {
    const run = throwing().start('p', { amount: 'three' });
    expect(run.incidents()).toEqual(['IO_MAPPING at ask']);
    expect(Object.values(run.state.incidents)[0]?.message).toContain('amount must be number');
    expect(sent(run)).toEqual([]);
    run.set({ amount: 3 }).resolve();
    expect(sent(run)).toEqual([{ amount: 3 }]);
    expect(run.state.status).toBe('completed');
  });

  it('waits again when nothing is mended', () => {
    expect(throwing().start('p', {}).resolve().incidents()).toEqual(['IO_MAPPING at ask']);
  });

  it('maps its input once more when it is resolved', () => {
    const inputs = [{ source: compileExpression('price * 2'), target: 'amount' }];
    const run = throwing({ inputs }).start('p', { price: 'x' });
    run.set({ price: 2 }).resolve();
    expect(sent(run)).toEqual([{ amount: 4 }]);
  });

  it('sends none of several messages before all of them are right', () => {
    const definitions: NodeSketch[] = [
      { kind: 'messageThrowEvent', messageName: 'first' },
      { kind: 'messageThrowEvent', messageName: 'second', schema },
    ];
    const run = plain({ start, ask: { kind: 'multipleThrowEvent', definitions, to: ['end'] }, end }).start(
      'p',
    );
    expect(sent(run)).toEqual([]);
    expect(run.incidents()).toEqual(['IO_MAPPING at ask']);
    run.set({ amount: 1 }).resolve();
    expect(sent(run)).toEqual([{ amount: 1 }, { amount: 1 }]);
  });
});

describe('a catching element whose message declares a schema', () => {
  const caught = { messageName: 'note', key: '=id', schema };
  const catching = (kind: 'messageCatchEvent' | 'receiveTask') =>
    plain({ start, ask: { kind, ...caught, to: ['end'] }, end });

  test.each(['messageCatchEvent', 'receiveTask'] as const)('takes what it declares: %s', (kind) => {
    const run = catching(kind).start('p', { id: 1 }).message('note', { amount: 3, more: 1 });
    expect(run.variables()).toEqual({ id: 1, amount: 3 });
  });

  test.each(['messageCatchEvent', 'receiveTask'] as const)(
    'waits on after a message that breaks it, until a good one comes: %s',
    (kind) => {
      const run = catching(kind).start('p', { id: 1 });
      run.message('note', { amount: 'a' }).message('note', { amount: 'b' });
      expect(run.incidents()).toEqual(['IO_MAPPING at ask']);
      expect(refusedBy(run)).toEqual(['ask', 'ask']);
      expect(run.variables()).toEqual({ id: 1 });
      run.message('note', { amount: 3 });
      expect(run.incidents()).toEqual([]);
      expect(run.state.status).toBe('completed');
    },
  );

  it('waits on without the incident when a person resolves that', () => {
    const run = catching('receiveTask').start('p', { id: 1 }).message('note').resolve();
    expect([run.incidents(), run.active()]).toEqual([[], ['ask']]);
    expect(run.message('note', { amount: 1 }).state.status).toBe('completed');
  });

  test.each([true, false])(
    'may be a boundary event (interrupting: %s), whose task goes on',
    (interrupting) => {
      const run = plain({
        start,
        ask: { kind: 'serviceTask', to: ['end'] },
        note: { kind: 'messageBoundaryEvent', attachedTo: 'ask', ...caught, interrupting, to: ['end'] },
        end,
      }).start('p', { id: 1 });
      run.message('note', { amount: 'a' });
      expect(run.incidents()).toEqual(['IO_MAPPING at note']);
      expect(run.complete('ask').incidents()).toEqual([]);
      expect(run.state.status).toBe('completed');
    },
  );

  it('may be a branch of a gateway, which waits on', () => {
    const run = plain({
      start,
      ask: { kind: 'eventBasedGateway', to: ['note', 'late'] },
      note: { kind: 'messageCatchEvent', ...caught, to: ['end'] },
      late: { kind: 'timerCatchEvent', duration: 'PT1H', to: ['end'] },
      end,
    }).start('p', { id: 1 });
    expect(run.message('note').incidents()).toEqual(['IO_MAPPING at note']);
    expect(run.message('note', { amount: 1 }).completed()).toEqual(['start', 'ask', 'note', 'end']);
    expect(run.incidents()).toEqual([]);
  });

  it('may begin an event sub-process of the process, which goes on', () => {
    const run = plain({
      start,
      ask: { kind: 'serviceTask', to: ['end'] },
      end,
      handler: { kind: 'eventSubProcess' },
      note: { kind: 'messageStartEvent', scope: 'handler', ...caught, interrupting: false, to: ['done'] },
      done: { kind: 'noneEndEvent', scope: 'handler' },
    }).start('p', { id: 1 });
    expect(run.message('note').incidents()).toEqual(['IO_MAPPING at note']);
    expect(run.message('note', { amount: 1 }).incidents()).toEqual([]);
    expect(run.variables()).toEqual({ id: 1, amount: 1 });
  });
});

const to = (process: string, elementId: string) => [{ processId: process, elementId }];

/** `a` sends `news` with whatever it has; `b` waits for a message that declares a schema, as it is drawn. */
const pair = (b: Record<string, NodeSketch>, target: string): ProcessSketch[] => [
  {
    id: 'a',
    participant: 'a',
    nodes: {
      begin: { kind: 'noneStartEvent', to: ['work'] },
      work: { kind: 'serviceTask', to: ['tell'] },
      tell: { kind: 'messageThrowEvent', messageName: 'news', receivers: to('b', target), to: ['more'] },
      more: { kind: 'serviceTask', to: ['again'] },
      again: { kind: 'messageThrowEvent', messageName: 'news', receivers: to('b', target), to: ['last'] },
      last: { kind: 'noneEndEvent' },
    },
  },
  { id: 'b', participant: 'b', nodes: b },
];

describe('a message inside a saga that only the receiver finds broken', () => {
  const begun = { kind: 'messageStartEvent', messageName: 'news', schema, to: ['heard'] } as const;

  it('begins its process, which waits at the start event until the variables are mended', () => {
    const run = play(...pair({ begun, heard: { kind: 'serviceTask', to: ['end'] }, end }, 'begun'));
    run.start('a', { amount: 'x' }).complete('work');
    expect(run.incidents()).toEqual(['IO_MAPPING at begun']);
    expect(refusedBy(run)).toEqual(['begun']);
    run.resolve();
    expect(run.incidents()).toEqual(['IO_MAPPING at begun']);
    const second = Object.values(run.state.instances).find(({ process }) => process === 'b');
    run.set({ amount: 4 }, second?.id).resolve();
    expect(run.state.instances[second?.id ?? 0]?.variables).toEqual({ amount: 4 });
    expect(run.jobTypes()).toEqual(['more', 'heard']);
  });

  it('can be undone while that instance waits', () => {
    const run = play(...pair({ begun, heard: { kind: 'serviceTask', to: ['end'] }, end }, 'begun'));
    run.start('a', { amount: 'x' }).complete('work').undo();
    expect([run.state.status, run.incidents()]).toEqual(['compensated', []]);
  });

  it('is refused when its receiver begins to wait, if it came early; the next one is taken', () => {
    const waits: ProcessSketch = {
      id: 'b',
      participant: 'b',
      nodes: {
        begun: { kind: 'messageStartEvent', messageName: 'other', to: ['prepare'] },
        prepare: { kind: 'serviceTask', to: ['heard'] },
        heard: { kind: 'messageCatchEvent', messageName: 'news', schema, to: ['end'] },
        end,
      },
    };
    const [a] = pair({}, 'heard');
    if (!a) throw new Error('There is a sender.');
    const nodes = {
      ...a.nodes,
      begin: { kind: 'noneStartEvent', to: ['invite'] } as const,
      invite: {
        kind: 'messageThrowEvent',
        messageName: 'other',
        receivers: to('b', 'begun'),
        to: ['work'],
      } as const,
    };
    const run = play({ ...a, nodes }, waits)
      .start('a', { amount: 'x' })
      .complete('work');
    expect(run.incidents()).toEqual([]);
    run.complete('prepare');
    expect(run.incidents()).toEqual(['IO_MAPPING at heard']);
    run.complete('more', { amount: 5 });
    expect([run.incidents(), run.state.status]).toEqual([[], 'completed']);
  });

  it('is refused by the host of the receiver, however often it comes, and the next one is taken', () => {
    const b: Record<string, NodeSketch> = {
      begun: { kind: 'messageStartEvent', messageName: 'other', to: ['heard'] },
      heard: { kind: 'messageCatchEvent', messageName: 'news', schema, to: ['end'] },
      end,
    };
    const [a] = pair(b, 'heard');
    if (!a) throw new Error('There is a sender.');
    const invite: NodeSketch = {
      kind: 'messageThrowEvent',
      messageName: 'other',
      receivers: to('b', 'begun'),
      to: ['work'],
    };
    const nodes = { ...a.nodes, begin: { kind: 'noneStartEvent', to: ['invite'] } as const, invite };
    const score = buildScore([
      { ...a, nodes },
      { id: 'b', participant: 'b', nodes: b },
    ]);
    const hosts = new Ensemble(score, { a: 'a', b: 'b' }, {}, { messageSchema });
    hosts.start('a', 'a', { amount: 'x' }).complete('work').deliver(undefined, true);
    expect(hosts.incidents()).toEqual(['b: IO_MAPPING at heard']);
    hosts.complete('more', { amount: 5 }).deliver();
    expect(hosts.incidents()).toEqual([]);
    expect(hosts.ends()).toEqual(['a completed']);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BusMessage, COORDINATOR, type LocalJob, type StoredSaga } from '@partitura/runtime';
import { completed, joinTestParticipant } from '../test-participant';
import { SimulatedBus } from './simulated-bus';
import { SimulatedHost } from './simulated-host';

const model = readFileSync(join(__dirname, '../../../../benchmarks/models/s4.bpmn'), 'utf8');
/** Everything but `payment`, whose fragment the orchestrator runs. */
const services = ['order', 'inventory', 'shipping'];
const placement = { order: 'order', inventory: 'inventory', shipping: 'shipping', payment: COORDINATOR };
const silent = () => undefined;
const logger = { debug: silent, info: silent, warn: silent, error: silent };

/** Keeps back what tells hosts of ends, when it is told to. */
class HoldingBus extends SimulatedBus {
  holds = false;
  readonly held: BusMessage[] = [];

  override publish(messages: readonly BusMessage[]): Promise<void> {
    const tellsEnd = ({ headers }: BusMessage) => headers.ce_type === 'io.partitura.saga.finished.v1';
    if (this.holds) this.held.push(...messages.filter(tellsEnd));
    return super.publish(this.holds ? messages.filter((message) => !tellsEnd(message)) : messages);
  }
}

let bus: HoldingBus;
let hosts: Map<string, SimulatedHost>;
let ends: string[];
const host = (name: string) => hosts.get(name) as SimulatedHost;

beforeEach(async () => {
  bus = new HoldingBus(() => 1_000);
  ends = [];
  hosts = new Map();
  for (const name of [COORDINATOR, ...services])
    hosts.set(
      name,
      new SimulatedHost(name, {
        bus,
        clock: () => 1_000,
        logger,
        onEvents: (at, sagaId, events) => {
          for (const { type } of events) if (type === 'SagaEnded') ends.push(`${sagaId} ${at}`);
        },
        onLocalJob: (_, { answer }: LocalJob) => void answer(completed).catch(silent),
      }),
    );
  const orchestrator = host(COORDINATOR);
  await orchestrator.runtime.start();
  const { scores } = await orchestrator.runtime.deploy([{ name: 's4.bpmn', content: model }], placement);
  for (const { key } of scores) await orchestrator.runtime.activate(key);
  for (const name of services) {
    await host(name).runtime.start();
    await host(name).adopt(orchestrator);
  }
  await orchestrator.runtime.join();
  await joinTestParticipant(bus, 'payment', { 'payment.charge': () => completed });
});

/** Lets all hosts work until nothing moves. */
async function rest(): Promise<void> {
  for (let moved = true; moved;) {
    moved = false;
    await new Promise(setImmediate);
    for (const { runtime } of hosts.values())
      while (runtime.hasWork) {
        await runtime.step();
        moved = true;
      }
    for (const { groups } of hosts.values()) for (const group of groups) moved = bus.deliver(group) || moved;
    moved = bus.deliver('payment') || moved;
  }
}

/** Begins a saga at its first host. */
function begin(sagaId: string): void {
  const { runtime } = host(COORDINATOR);
  const definition = runtime.registry.definitionById('s4-order');
  if (!definition) throw new Error('s4-order is not active.');
  void runtime.startSaga({ definition, variables: {}, sagaId }).catch(silent);
}

async function rowOf(name: string, sagaId: string): Promise<StoredSaga> {
  const [row] = await host(name).storage.store.load([sagaId]);
  if (!row) throw new Error(`${name} has no part of ${sagaId}.`);
  return row;
}

const statusInText = ({ state }: StoredSaga) => (JSON.parse(state) as { status: string }).status;

it('notes on the orchestrator that a saga is complete, without a step of it', async () => {
  begin('s-1');
  begin('s-2');
  await rest();
  const row = await rowOf(COORDINATOR, 's-1');
  expect(row).toMatchObject({ status: 'completed', endedAt: 1_000 });
  expect(statusInText(row)).toBe('active');
  expect(await host(COORDINATOR).runtime.saga('s-1')).toMatchObject({
    overall: 'completed',
    state: { status: 'completed' },
  });
  expect(ends.sort()).toEqual(
    ['s-1', 's-2'].flatMap((sagaId) => [`${sagaId} ${COORDINATOR}`, `${sagaId} order`]),
  );
});

it('leaves the parts of other hosts at rest: they count as ended there, and nobody tells them anything', async () => {
  begin('s-1');
  await rest();
  for (const name of ['inventory', 'shipping']) {
    expect(await rowOf(name, 's-1')).toMatchObject({ version: 1, status: 'active', endedAt: 1_000 });
    expect((await host(name).storage.store.counts()).active).toBe(0);
  }
});

it('changes nothing when it is told again (P1)', async () => {
  begin('s-1');
  await rest();
  const before = await rowOf(COORDINATOR, 's-1');
  bus.redeliver(COORDINATOR);
  await rest();
  expect(await rowOf(COORDINATOR, 's-1')).toEqual(before);
  expect(ends.filter((end) => end === `s-1 ${COORDINATOR}`)).toHaveLength(1);
});

describe('a part that is told of the end later', () => {
  beforeEach(async () => {
    bus.holds = true;
    for (const sagaId of ['s-1', 's-2']) begin(sagaId);
    await rest();
    expect(await rowOf(COORDINATOR, 's-1')).toMatchObject({ status: 'active' });
    bus.holds = false;
  });

  it('ends by a step of its own when something else in the batch is about it', async () => {
    await bus.publish(bus.held);
    bus.deliver(COORDINATOR);
    await new Promise(setImmediate);
    const { runtime } = host(COORDINATOR);
    const progress = runtime.submit('s-1', {
      kind: 'command',
      command: { kind: 'learnProgress', progress: {} },
    });
    await rest();
    expect((await progress).refusal).toBeUndefined();
    expect(statusInText(await rowOf(COORDINATOR, 's-1'))).toBe('completed');
    expect(statusInText(await rowOf(COORDINATOR, 's-2'))).toBe('active');
    expect(await rowOf(COORDINATOR, 's-2')).toMatchObject({ status: 'completed' });
    expect(ends).toHaveLength(4);
  });

  it('stays completed when it had stopped to be undone, and others end with it', async () => {
    const { score } = await rowOf(COORDINATOR, 's-1');
    const { runtime } = host(COORDINATOR);
    const stop = { kind: 'stopPart', intent: 'undo' } as const;
    void runtime.submit('s-1', { kind: 'join', score, root: 'order', command: stop });
    await rest();
    expect(await rowOf(COORDINATOR, 's-1')).toMatchObject({ status: 'compensating' });
    await bus.publish(bus.held);
    await rest();
    for (const sagaId of ['s-1', 's-2'])
      expect(await rowOf(COORDINATOR, sagaId)).toMatchObject({ status: 'completed' });
    expect(ends).toHaveLength(4);
  });

  it('says how it has ended when it is asked to stop afterwards', async () => {
    await bus.publish(bus.held);
    await rest();
    const { score } = await rowOf(COORDINATOR, 's-1');
    const stop = { kind: 'stopPart', intent: 'undo' } as const;
    const { runtime } = host(COORDINATOR);
    const stopping = runtime.submit('s-1', { kind: 'join', score, root: 'order', command: stop });
    await rest();
    const { saga } = await stopping;
    expect(saga).toMatchObject({ status: 'completed' });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobAnswer, LocalWork, Runtime } from '@partitura/runtime';
import { completed, eventually } from '@partitura/testing';
import { type HostSite, openHostSite, type TestProcess } from './host-site';

const model = readFileSync(join(__dirname, '../../../../benchmarks/models/s4.bpmn'), 'utf8');
const SAGAS = 30;

let site: HostSite;
/** Job types in order, by saga. */
let calls: Map<string, string[]>;
beforeEach(async () => {
  site = await openHostSite();
  calls = new Map();
});
afterEach(() => site.close());

const answers: Record<string, JobAnswer['outcome']> = {
  'shipping.ship': { kind: 'error', code: 'NOT_SERVED' },
};

/** A service that does its tasks in a moment. */
const service = (participant: string): LocalWork => ({
  participants: new Set([participant]),
  take: (jobs) => {
    for (const { sagaId, request, answer } of jobs) {
      calls.set(sagaId, [...(calls.get(sagaId) ?? []), request.jobType]);
      void answer(answers[request.jobType] ?? completed).catch(() => undefined);
    }
  },
  withdraw: () => undefined,
});

async function open(): Promise<{
  first: TestProcess;
  second: TestProcess;
  restart: () => Promise<TestProcess>;
}> {
  const host = await site.host('orchestrator');
  const [first, second] = [await host.start(), await host.start()];
  for (const name of ['order', 'inventory', 'payment', 'shipping'])
    await (await site.host(name)).start({ localWork: service(name) });
  const { scores } = await first.runtime.deploy([{ name: 's4.bpmn', content: model }], 'choreographed');
  const keys = scores.map(({ key }) => key);
  expect(await first.runtime.deployments?.settled(keys, 20_000)).toMatchObject([{ state: 'active' }]);
  await second.runtime.registry.refresh();
  return { first, second, restart: () => host.start() };
}

async function begin(runtimes: readonly Runtime[]): Promise<string[]> {
  const started = await Promise.all(
    Array.from({ length: SAGAS }, (_, i) => {
      const runtime = runtimes[i % runtimes.length] as Runtime;
      const definition = runtime.registry.definitionById('s4-order');
      if (!definition) throw new Error('s4-order is not active.');
      return runtime.startSaga({ definition, variables: {} });
    }),
  );
  return started.map(({ sagaId }) => sagaId);
}

const overall = async (runtime: Runtime, sagaIds: readonly string[]) =>
  Promise.all(sagaIds.map(async (sagaId) => (await runtime.saga(sagaId))?.overall));

const undoneInOrder = [
  'inventory.reserve',
  'payment.charge',
  'shipping.ship',
  'inventory.release',
  'order.cancel',
];

it('undoes each saga once and in order, however many processes coordinate (P5)', async () => {
  const { first, second } = await open();
  const sagaIds = await begin([first.runtime, second.runtime]);
  await eventually(async () =>
    expect(await overall(first.runtime, sagaIds)).toEqual(Array(SAGAS).fill('compensated')),
  );
  expect(sagaIds.map((sagaId) => calls.get(sagaId))).toEqual(Array(SAGAS).fill(undoneInOrder));
});

it('goes on undoing where a coordinator has stopped', async () => {
  const { first, second, restart } = await open();
  const sagaIds = await begin([first.runtime]);
  await eventually(() => expect([...calls.values()].flat()).toContain('inventory.release'));
  await Promise.all([first.stop(), second.stop()]);
  const next = await restart();
  await eventually(async () =>
    expect(await overall(next.runtime, sagaIds)).toEqual(Array(SAGAS).fill('compensated')),
  );
  expect(sagaIds.map((sagaId) => calls.get(sagaId))).toEqual(Array(SAGAS).fill(undoneInOrder));
});

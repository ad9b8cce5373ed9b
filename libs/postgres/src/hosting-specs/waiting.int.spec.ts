import type { LocalWork, Runtime, RuntimeOptions } from '@partitura/runtime';
import { completed, eventually, tripModel } from '@partitura/testing';
import { type HostSite, openHostSite } from './host-site';

const SAGAS = 10;

let site: HostSite;
beforeEach(async () => {
  site = await openHostSite();
});
afterEach(() => site.close());

const service = (participant: string): LocalWork => ({
  participants: new Set([participant]),
  take: (jobs) => {
    for (const { answer } of jobs) void answer(completed).catch(() => undefined);
  },
  withdraw: () => undefined,
});

/** How sagas that are begun through this process end, as far as it hears of it. */
async function ends(runtime: Runtime) {
  const definition = runtime.registry.definitionById('trip-process');
  if (!definition) throw new Error('trip-process is not active.');
  const begun = await Promise.all(
    Array.from({ length: SAGAS }, () => runtime.startAndListen({ definition, variables: {} }, 5_000)),
  );
  return Promise.all(begun.map(async ({ listener }) => (await listener.end)?.status));
}

/** Two processes of the orchestrator and a composition that is active on its own hosts; these start as asked. */
async function choreographed(options: Partial<RuntimeOptions> = {}) {
  const orchestrator = await site.host('orchestrator');
  const [first, second] = [await orchestrator.start(), await orchestrator.start()];
  const hosts = { trip: await site.host('trip'), hotel: await site.host('hotel') };
  for (const host of Object.values(hosts)) await host.start({ localWork: service(host.name), ...options });
  const { scores } = await first.runtime.deploy(
    [{ name: 'trip.bpmn', content: tripModel() }],
    'choreographed',
  );
  await first.runtime.deployments?.settled(
    scores.map(({ key }) => key),
    20_000,
  );
  await second.runtime.registry.refresh();
  return { first: first.runtime, second: second.runtime, hosts };
}

const allCompleted = Array<string>(SAGAS).fill('completed');
const LATER_MS = 3_600_000;

it('tells who waits for the end of a saga elsewhere, whichever process reads the journal', async () => {
  const { first, second } = await choreographed();
  expect(await Promise.all([ends(first), ends(second)])).toEqual([allCompleted, allCompleted]);
});

it('does not gather the journal while somebody waits for an end', async () => {
  const { first } = await choreographed({ journalAfterMs: LATER_MS });
  expect(await ends(first)).toEqual(allCompleted);
});

it('finds what a process has gathered for the journal when that is no more', async () => {
  const { first, hosts } = await choreographed({ journalAfterMs: LATER_MS });
  const definition = first.registry.definitionById('trip-process');
  if (!definition) throw new Error('trip-process is not active.');
  const { sagaId } = await first.startSaga({ definition, variables: {} });
  // That it has begun is told at once to whoever asked for it; its end waits for company.
  await eventually(async () => expect(await first.saga(sagaId)).toBeDefined());
  expect(await first.waitForEnd(sagaId, 1_000)).toBeUndefined();
  expect((await first.saga(sagaId))?.overall).toBe('active');
  // Another process of the host, which takes what lies about in the outbox for left behind.
  await hosts.trip.start({ localWork: service('trip'), sweepAfterMs: 0, sweepEveryMs: 50 });
  expect((await first.waitForEnd(sagaId, 5_000))?.status).toBe('completed');
});

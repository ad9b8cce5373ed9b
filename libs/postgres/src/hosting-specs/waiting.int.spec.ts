import type { LocalWork, Runtime } from '@partitura/runtime';
import { completed, tripModel } from '@partitura/testing';
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

it('tells who waits for the end of a saga elsewhere, whichever process reads the journal', async () => {
  const orchestrator = await site.host('orchestrator');
  const [first, second] = [await orchestrator.start(), await orchestrator.start()];
  for (const name of ['trip', 'hotel']) await (await site.host(name)).start({ localWork: service(name) });
  const { scores } = await first.runtime.deploy(
    [{ name: 'trip.bpmn', content: tripModel() }],
    'choreographed',
  );
  await first.runtime.deployments?.settled(
    scores.map(({ key }) => key),
    20_000,
  );
  await second.runtime.registry.refresh();
  const all = await Promise.all([ends(first.runtime), ends(second.runtime)]);
  expect(all.flat()).toEqual(Array(2 * SAGAS).fill('completed'));
});

import type { Runtime } from '@partitura/runtime';
import { completed, eventually, joinTestParticipant, tripModel } from '@partitura/testing';
import { type HostSite, openHostSite } from './host-site';

let site: HostSite;
beforeEach(async () => {
  site = await openHostSite();
});
afterEach(() => site.close());

const trip = (options?: Parameters<typeof tripModel>[0]) => [
  { name: 'trip.bpmn', content: tripModel(options) },
];

const standing = async (runtime: Runtime, version = 1) => {
  const status = await runtime.deployments?.status();
  const found = status?.compositions.find((one) => one.version === version);
  return found && { state: found.state, waitsFor: found.waitsFor.map(({ reason }) => reason) };
};

it('begins sagas with a composition once all of its hosts have answered with the hash of their fragment', async () => {
  const orchestrator = await (await site.host('orchestrator')).start();
  const { scores } = await orchestrator.runtime.deploy(trip(), 'choreographed');
  await eventually(async () =>
    expect(await standing(orchestrator.runtime)).toEqual({
      state: 'pending',
      waitsFor: [
        expect.stringContaining('hotel has not answered: start the service hotel'),
        expect.stringContaining('trip has not answered: start the service trip'),
      ],
    }),
  );
  const hotel = await site.host('hotel');
  await hotel.start();
  await eventually(async () =>
    expect(await standing(orchestrator.runtime)).toMatchObject({
      state: 'pending',
      waitsFor: [expect.stringContaining('trip has not answered')],
    }),
  );
  const tripHost = await (await site.host('trip')).start();
  const keys = scores.map(({ key }) => key);
  expect(await orchestrator.runtime.deployments?.settled(keys, 15_000)).toMatchObject([
    { state: 'active', placement: { hotel: 'hotel', trip: 'trip' }, isCurrent: true },
  ]);
  const { rows } = await hotel.pool.query<{ content: string }>('SELECT content FROM partitura_engine.scores');
  expect(rows).toHaveLength(1);
  expect(rows[0]?.content).toContain('hotel-process');
  expect(rows[0]?.content).not.toContain('id="confirm"');
  const services = await Promise.all([
    joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => completed }),
    joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed }),
  ]);
  const definition = orchestrator.runtime.registry.definitionById('trip-process');
  if (!definition) throw new Error('trip-process is not active.');
  const { sagaId } = await orchestrator.runtime.startSaga({ definition, variables: {} });
  await eventually(async () =>
    expect(await tripHost.runtime.saga(sagaId)).toMatchObject({ status: 'completed' }),
  );
  await Promise.all(services.map((service) => service.close()));
});

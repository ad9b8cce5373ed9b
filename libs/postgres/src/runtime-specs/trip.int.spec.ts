import { completed, joinTestParticipant, tripModel } from '@partitura/testing';
import { openTestSite, type TestSite } from './test-runtime';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

it('runs a saga of two participants to its end', async () => {
  const runtime = site.runtime();
  await runtime.deploy([{ name: 'trip.bpmn', content: tripModel() }]);
  await runtime.start();
  const hotel = await joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => completed });
  const trip = await joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed });
  const definition = runtime.registry.definitionById('trip-process');
  const started = await runtime.startSaga({ definition: definition!, variables: { city: 'Ghent' } });
  const state = await runtime.waitForEnd(started.sagaId, 10_000);
  expect(state?.status).toBe('completed');
  expect(hotel.requests.map(({ jobType }) => jobType)).toEqual(['hotel.bookRoom']);
  expect(trip.requests).toHaveLength(1);
  await Promise.all([hotel.close(), trip.close()]);
});

import { type BusRecord, encodeCloudEvent, messageTypes, type Runtime, topics } from '@partitura/runtime';
import { completed, eventually, joinTestParticipant, models, tripModel } from '@partitura/testing';
import { createSagaQueries } from '..';
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
  const home = await site.host('orchestrator');
  const orchestrator = await home.start();
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
  // The journal has told the orchestrator.
  const { countSagas } = createSagaQueries(home.pool);
  await eventually(async () => {
    expect(await orchestrator.runtime.saga(sagaId)).toMatchObject({ overall: 'completed' });
    expect(await countSagas()).toEqual([]);
  });
  await Promise.all(services.map((service) => service.close()));
});

/** Deploys the trip with the hotel on its own host; answers the keys of the version. */
const deployHotel = async (runtime: Runtime, options?: Parameters<typeof tripModel>[0]) => {
  const { scores } = await runtime.deploy(trip(options), { hotel: 'hotel' });
  return scores.map(({ key }) => key);
};

const activated = async (runtime: Runtime, keys: readonly string[]) => {
  const [version] = (await runtime.deployments?.settled(keys, 15_000)) ?? [];
  expect(version).toMatchObject({ state: 'active' });
};

it('brings a host that was away up to date before it takes work', async () => {
  const [orchestrator, hotel] = [await site.host('orchestrator'), await site.host('hotel')];
  const { runtime } = await orchestrator.start();
  const first = await hotel.start();
  await activated(runtime, await deployHotel(runtime));
  await first.stop();
  const keys = await deployHotel(runtime, { retries: 5 });
  await eventually(async () =>
    expect(await standing(runtime, 2)).toEqual({
      state: 'pending',
      waitsFor: [expect.stringMatching(/^hotel has not been heard of since .*: start the service hotel\.$/)],
    }),
  );
  // The version before goes on.
  expect(runtime.registry.definitionById('trip-process')?.score.version).toBe(1);
  const again = await hotel.start();
  await activated(runtime, keys);
  expect(again.runtime.registry.compositions.map(({ version }) => version).sort()).toEqual([1, 2]);
  expect(again.log).not.toContainEqual(expect.stringContaining('goes on with what it has'));
});

it('goes on with what it has when the orchestrator does not answer', async () => {
  const [orchestrator, hotel] = [await site.host('orchestrator'), await site.host('hotel')];
  const before = await orchestrator.start();
  const first = await hotel.start();
  await activated(before.runtime, await deployHotel(before.runtime));
  await Promise.all([before.stop(), first.stop()]);
  const alone = await hotel.start();
  await eventually(() =>
    expect(alone.log).toContainEqual(expect.stringContaining('goes on with what it has')),
  );
  expect(alone.runtime.registry.compositions).toHaveLength(1);
});

it('lets every process of a host take work, whichever of them hears the orchestrator', async () => {
  const { runtime } = await (await site.host('orchestrator')).start();
  const hotel = await site.host('hotel');
  await hotel.start();
  await activated(runtime, await deployHotel(runtime));
  const more = await Promise.all([hotel.start(), hotel.start()]);
  await eventually(() =>
    expect(more.map(({ runtime: one }) => [one.problems, one.isWorking])).toEqual([
      [{}, true],
      [{}, true],
    ]),
  );
  expect(more.flatMap(({ log }) => log)).not.toContainEqual(expect.stringContaining('goes on with what'));
});

it('begins nothing on a host that has never been given a number', async () => {
  const heard: BusRecord[] = [];
  await site.bus.ensureTopics([topics.deployments('orchestrator')]);
  await site.bus.subscribe({
    group: 'listener',
    topics: [topics.deployments('orchestrator')],
    handle: (records) => Promise.resolve(void heard.push(...records)),
  });
  const hostPace = { joinAgainMs: 50, aloneAfterMs: 100 };
  const hotel = await (await site.host('hotel')).start({ hostPace });
  // It asks on and on, and its patience is over by the fifth time.
  await eventually(() => expect(heard.length).toBeGreaterThan(5));
  expect(hotel.log).not.toContainEqual(expect.stringContaining('goes on with what it has'));
});

it('gives a host that has lost its database everything anew, and another range of numbers', async () => {
  const { runtime } = await (await site.host('orchestrator')).start();
  const lost = await (await site.host('hotel')).start();
  await activated(runtime, await deployHotel(runtime));
  await lost.stop();
  const anew = await site.host('hotel');
  const { runtime: hotel } = await anew.start();
  await eventually(() => expect(hotel.registry.compositions).toMatchObject([{ active: true, version: 1 }]));
  expect((await anew.hosts.own()).number).not.toBe(1);
});

it('turns away a second database that claims a host’s name, and says so on that host', async () => {
  const { runtime } = await (await site.host('orchestrator')).start();
  const first = await (await site.host('hotel')).start();
  await activated(runtime, await deployHotel(runtime));
  const second = await (await site.host('hotel')).start();
  const reason = expect.stringContaining('hotel: another database has this name.') as string;
  await eventually(() => expect(second.runtime.problems).toMatchObject({ host: reason }));
  expect(second.log).toContainEqual(reason);
  expect(first.runtime.problems).toEqual({});
  const status = await runtime.deployments?.status();
  expect(status?.hosts).toMatchObject([{ name: 'hotel', isAlive: true, problem: { text: reason } }]);
  // It takes over once the other one is gone.
  await first.stop();
  await eventually(() => expect(second.runtime.problems).toEqual({}));
});

it('turns away a host that claims a participant of another one', async () => {
  const work = (participant: string) => ({
    participants: new Set([participant]),
    take: () => undefined,
    withdraw: () => undefined,
  });
  const { runtime } = await (await site.host('orchestrator')).start();
  await (await site.host('hotel')).start({ localWork: work('hotel') });
  await eventually(async () => expect((await runtime.deployments?.status())?.hosts).toHaveLength(1));
  const other = await (await site.host('inn')).start({ localWork: work('hotel') });
  await eventually(() =>
    expect(other.runtime.problems).toMatchObject({
      host: expect.stringContaining('the host hotel does the tasks of participant hotel already') as string,
    }),
  );
});

it('shows a host of an older release with the remedy, and lets the version wait', async () => {
  const { runtime } = await (await site.host('orchestrator')).start();
  await deployHotel(runtime);
  const joined = {
    host: 'hotel',
    identity: '7b0c9a3e-5f4d-4a8e-9d0b-2f6f0a6f3c11',
    session: 'old',
    protocol: 0,
    participants: ['hotel'],
    held: [],
  };
  await site.bus.publish([
    encodeCloudEvent(topics.deployments('orchestrator'), {
      id: 'old',
      source: '/partitura/hotel',
      type: messageTypes.hostJoined,
      sagaId: 'hotel',
      data: joined,
    }),
  ]);
  await eventually(async () =>
    expect(await standing(runtime)).toEqual({
      state: 'pending',
      waitsFor: [
        expect.stringContaining('of an older release than the orchestrator (protocol 0, not 1): update'),
      ],
    }),
  );
});

it('shows by name which host lacks handlers, and takes the version once they are there', async () => {
  const [orchestrator, hotel] = [await site.host('orchestrator'), await site.host('hotel')];
  const { runtime } = await orchestrator.start();
  const localWork = { participants: new Set(['hotel']), take: () => undefined, withdraw: () => undefined };
  const without = await hotel.start({ localWork, jobTypes: () => new Set(['hotel.bookRoom']) });
  const keys = await deployHotel(runtime);
  await eventually(async () =>
    expect(await standing(runtime)).toEqual({
      state: 'refused',
      waitsFor: [expect.stringContaining('hotel refuses it: no handler does hotel.cancelRoom')],
    }),
  );
  await without.stop();
  await hotel.start({ localWork, jobTypes: () => new Set(['hotel.bookRoom', 'hotel.cancelRoom']) });
  await eventually(() => activated(runtime, keys));
});

it('lets a newer deployment take the place of one that waits', async () => {
  const { runtime } = await (await site.host('orchestrator')).start();
  await runtime.deploy(trip(), { hotel: 'inn' });
  const keys = await deployHotel(runtime);
  await (await site.host('hotel')).start();
  await activated(runtime, keys);
  expect(await standing(runtime, 1)).toEqual({ state: 'superseded', waitsFor: [] });
});

it('goes on where an orchestrator was killed between the offers and the activation', async () => {
  const [orchestrator, hotel] = [await site.host('orchestrator'), await site.host('hotel')];
  const before = await orchestrator.start();
  const keys = await deployHotel(before.runtime);
  await eventually(async () => expect(await orchestrator.hosts.shares('all')).toHaveLength(1));
  await before.stop();
  await hotel.start();
  const { runtime } = await orchestrator.start();
  await activated(runtime, keys);
});

it('brings decisions and processes without pools to every host, before what may call them', async () => {
  const { runtime } = await (await site.host('orchestrator')).start();
  const { decisionModel, sequence, startEvent, userTask } = models;
  await runtime.deploy([
    { name: 'price.dmn', content: decisionModel('price', '1 + 1', 'Price') },
    { name: 'called.bpmn', content: sequence('called', [startEvent(), userTask('work')]) },
  ]);
  const { runtime: hotel } = await (await site.host('hotel')).start();
  await activated(runtime, await deployHotel(runtime));
  expect(hotel.registry.decisionVersionsOf('price')).toHaveLength(1);
  expect(hotel.registry.definitionById('called')).toBeDefined();
  await runtime.deploy([{ name: 'price.dmn', content: decisionModel('price', '1 + 2', 'Price') }]);
  await eventually(() => expect(hotel.registry.decisionVersionsOf('price')).toHaveLength(2));
});

it('does not load a text that was edited by hand, and gets it back by another deployment', async () => {
  const [orchestrator, hotel] = [await site.host('orchestrator'), await site.host('hotel')];
  const { runtime } = await orchestrator.start();
  const first = await hotel.start();
  await activated(runtime, await deployHotel(runtime));
  await activated(runtime, await deployHotel(runtime, { retries: 5 }));
  await first.stop();
  await hotel.pool.query(
    `UPDATE partitura_engine.scores SET content = replace(content, 'Book room', 'Book')`,
  );
  const again = await hotel.start();
  expect(again.runtime.registry.compositions).toEqual([]);
  expect(again.log).toContainEqual(
    expect.stringContaining('trip.bpmn, version 1, was changed in the table partitura_engine.scores'),
  );
  await eventually(async () =>
    expect(await runtime.deployments?.status()).toMatchObject({
      drift: [
        {
          host: 'hotel',
          composition: 'trip',
          version: 1,
          reason: expect.stringContaining('deploy it again') as string,
        },
        { host: 'hotel', composition: 'trip', version: 2 },
      ],
    }),
  );
  await deployHotel(runtime, { retries: 5 });
  await eventually(() => {
    expect(again.runtime.registry.compositions).toHaveLength(2);
    expect(again.runtime.registry.newestScore('trip')).toMatchObject({ version: 2 });
  });
  await eventually(async () => expect(await runtime.deployments?.status()).toMatchObject({ drift: [] }));
});

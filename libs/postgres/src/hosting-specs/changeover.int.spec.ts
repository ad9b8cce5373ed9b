import { setTimeout as delay } from 'node:timers/promises';
import { type Bus, encodeCloudEvent, EVENT_TYPE_PREFIX, type Runtime } from '@partitura/runtime';
import { completed, eventually, joinTestParticipant, tripModel } from '@partitura/testing';
import { type HostSite, openHostSite, type TestHost } from './host-site';

let site: HostSite;
beforeEach(async () => {
  site = await openHostSite();
});
afterEach(() => site.close());

/** Sends start messages until it is told to stop; answers the ids of their sagas. */
function streamOfStarts(prefix: string): { stop(): Promise<string[]> } {
  const sent: string[] = [];
  let stopped = false;
  const run = async () => {
    await site.bus.ensureTopics(['trip.events']);
    while (!stopped) {
      const sagaId = `${prefix}-${sent.length}`;
      sent.push(sagaId);
      await site.bus.publish([
        encodeCloudEvent('trip.events', {
          id: sagaId,
          source: '/tests',
          type: `${EVENT_TYPE_PREFIX}TripBooked`,
          sagaId,
          data: { city: 'Ghent' },
        }),
      ]);
      await delay(25);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      await running;
      return sent;
    },
  };
}

/** Hosts on which the first fragment of a saga runs, by saga. */
async function beginnings(hosts: readonly TestHost[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { name, pool } of hosts) {
    const { rows } = await pool.query<{ saga_id: string }>(
      `SELECT saga_id FROM partitura_engine.sagas WHERE state LIKE '%"process":"trip-process"%'`,
    );
    for (const { saga_id: id } of rows) found.set(id, [...(found.get(id) ?? []), name]);
  }
  return found;
}

const deploy = async (runtime: Runtime, placement: Record<string, string>) => {
  const { scores } = await runtime.deploy([{ name: 'trip.bpmn', content: tripModel() }], placement);
  const keys = scores.map(({ key }) => key);
  const [version] = (await runtime.deployments?.settled(keys, 30_000)) ?? [];
  expect(version).toMatchObject({ state: 'active' });
  return version;
};

const atOnce = (bus: Bus): Bus => bus;

/** What concerns deployments is heard late, whatever else is read meanwhile. */
const late = (bus: Bus): Bus => ({
  ensureTopics: (topics) => bus.ensureTopics(topics),
  publish: (messages) => bus.publish(messages),
  groupMembers: (group) => bus.groupMembers(group),
  health: () => bus.health(),
  close: () => bus.close(),
  subscribe: ({ handle, ...options }) =>
    bus.subscribe({
      ...options,
      handle: async (records) => {
        if (options.group.includes('.deployments')) await delay(600);
        await handle(records);
      },
    }),
});

it.each([
  ['at once', atOnce],
  ['late', late],
])(
  'begins one saga for each start message while a start moves to another host and back, which hears of it %s',
  async (_, through) => {
    const [orchestrator, trip] = [await site.host('orchestrator'), await site.host('trip')];
    const { runtime } = await orchestrator.start();
    const tripProcess = await trip.start({}, through);
    const services = await Promise.all([
      joinTestParticipant(site.bus, 'hotel', { 'hotel.bookRoom': () => completed }),
      joinTestParticipant(site.bus, 'trip', { 'trip.confirmTrip': () => completed }),
    ]);
    await deploy(runtime, {});
    const stream = streamOfStarts('saga');
    await delay(300);
    const away = await deploy(runtime, { trip: 'trip' });
    expect(away?.activeFrom).toBeDefined();
    await delay(300);
    expect((await deploy(runtime, {}))?.activeFrom).toBeGreaterThan(away?.activeFrom ?? Infinity);
    await delay(300);
    const sent = await stream.stop();
    const all = [orchestrator, trip];
    await eventually(async () => expect((await beginnings(all)).size).toBe(sent.length), 30_000);
    const begun = await beginnings(all);
    expect([...begun].filter(([, hosts]) => hosts.length !== 1)).toEqual([]);
    // In order: here, there, and here again.
    const changes = sent.map((id) => begun.get(id)?.[0]).filter((host, i, hosts) => host !== hosts[i - 1]);
    expect(changes).toEqual(['orchestrator', 'trip', 'orchestrator']);
    // Sagas end where they began.
    for (const id of sent)
      await eventually(async () => {
        const { runtime: host } = begun.get(id)?.[0] === 'trip' ? tripProcess : { runtime };
        expect(await host.saga(id)).toMatchObject({ status: 'completed' });
      }, 30_000);
    await Promise.all(services.map((service) => service.close()));
  },
);

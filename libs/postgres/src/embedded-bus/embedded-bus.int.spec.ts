import { busContract, createTestDatabase, FaultyProxy } from '@partitura/testing';
import { createEmbeddedBus } from './embedded-bus';

busContract('the embedded log in Postgres', async () => {
  const database = await createTestDatabase();
  const { hostname, port } = new URL(database.url);
  const proxy = await FaultyProxy.to({ host: hostname, port: Number(port) });
  const url = new URL(database.url);
  url.port = String(proxy.port);
  return {
    create: ({ sendTimeoutMs } = {}) => {
      const bus = createEmbeddedBus({
        url: url.href,
        sendTimeoutMs,
        sessionTimeoutMs: 2_000,
        heartbeatMs: 400,
      });
      return { bus, die: () => bus.die() };
    },
    stopBroker: () => proxy.cut(),
    startBroker: () => proxy.mend(),
    close: async () => {
      await proxy.cut();
      await database.drop();
    },
  };
});

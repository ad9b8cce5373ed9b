import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busContract, describeWithKafka, startLocalKafka } from '@partitura/testing';
import { createKafkaBus } from './kafka-bus';

describeWithKafka('Apache Kafka', () => {
  busContract('the bus on kafkajs', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'partitura-bus-contract-'));
    let broker = await startLocalKafka({ dir });
    const { bootstrap, port } = broker;
    let running = true;

    const create = ({ sendTimeoutMs }: { readonly sendTimeoutMs?: number } = {}) => {
      const sockets = new Set<Socket>();
      let alive = true;
      const bus = createKafkaBus({
        brokers: [bootstrap],
        clientId: 'bus-contract',
        sendTimeoutMs,
        sessionTimeoutMs: 2_000,
        heartbeatMs: 300,
        connect: (address, onConnect) => {
          // Port 0 is nobody's: a dead process reaches no broker.
          const socket = connect({ ...address, port: alive ? address.port : 0, noDelay: true }, onConnect);
          sockets.add(socket);
          return socket;
        },
      });
      const die = () => {
        alive = false;
        for (const socket of sockets) socket.destroy(new Error('The connection is cut.'));
        return Promise.resolve();
      };
      return { bus, die };
    };
    return {
      create,
      stopBroker: async () => {
        running = false;
        await broker.kill();
      },
      startBroker: async () => {
        if (running) return;
        broker = await startLocalKafka({ dir, port });
        running = true;
      },
      close: async () => {
        await broker.kill();
        await rm(dir, { recursive: true, force: true });
      },
    };
  });
});

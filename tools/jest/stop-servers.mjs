import { rm } from 'node:fs/promises';
import { stopLeftOver } from '../../infra/kafka/kafka.mjs';

export default async function stopServers() {
  const servers = globalThis.__partituraServers;
  globalThis.__partituraServers = undefined;
  if (!servers) return;
  await servers.postgres.stop();
  if (servers.kafkaDir) {
    await stopLeftOver(servers.kafkaDir);
    await rm(servers.kafkaDir, { recursive: true, force: true });
  }
}

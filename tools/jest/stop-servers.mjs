export default async function stopServers() {
  const servers = globalThis.__partituraServers;
  globalThis.__partituraServers = undefined;
  await servers?.postgres.stop();
}

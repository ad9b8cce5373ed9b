/** The services in the order of their ports: the first has the port that was asked for. */
export const serviceNames = ['orchestrator', 'order', 'payment', 'inventory', 'shipping'];

/** Every database that the services need; the embedded bus has one of its own. */
export const databaseNames = [...serviceNames, 'bus'].map((name) => `partitura_${name}`);

/** @param {string} serverUrl @param {string} database */
export function databaseUrl(serverUrl, database) {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

/**
 * What each service gets to know.
 *
 * @param {{ port: number, serverUrl: string, brokers: string, processesDir: string, placement?: string }} settings
 * @returns {{ name: string, url: string, env: Record<string, string> }[]}
 */
export function planServices({ port, serverUrl, brokers, processesDir, placement = 'orchestrated' }) {
  return serviceNames.map((name, index) => ({
    name,
    url: `http://127.0.0.1:${port + index}`,
    env: {
      HOST: '127.0.0.1',
      PORT: String(port + index),
      DATABASE_URL: databaseUrl(serverUrl, `partitura_${name}`),
      BUS_DATABASE_URL: databaseUrl(serverUrl, 'partitura_bus'),
      KAFKA_BROKERS: brokers,
      PLACEMENT: placement,
      PROCESSES_DIR: processesDir,
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    },
  }));
}

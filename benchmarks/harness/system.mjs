import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { progress } from '../../tools/entry/progress.mjs';
import { root } from '../../tools/entry/workspace.mjs';
import { startBus } from '../../tools/start/bus.mjs';
import { startGuard } from '../../tools/start/guard.mjs';
import { createLifetime } from '../../tools/start/lifetime.mjs';
import { freePort, isFree } from '../../tools/start/ports.mjs';
import { ensureDatabases } from '../../tools/start/postgres/databases.mjs';
import { prepareEmbeddedPostgres } from '../../tools/start/postgres/embedded.mjs';
import { ranks } from '../../tools/start/ranks.mjs';
import { untilReady } from '../../tools/start/readiness.mjs';
import { planServices } from '../../tools/start/services.mjs';
import { superviseServer } from '../../tools/start/supervised-server.mjs';
import { superviseService } from '../../tools/start/supervised-service.mjs';

/** What runs in each suite: the script of a service, and the models of the orchestrator. */
const suites = {
  demo: {
    main: (name) => join(root, 'dist', 'apps', name, 'src', 'main.js'),
    models: join(root, 'processes'),
  },
  saga: {
    main: (name) =>
      name === 'orchestrator'
        ? join(root, 'dist', 'apps', name, 'src', 'main.js')
        : join(root, 'dist', 'benchmarks', 'participants', `${name}.js`),
    models: join(root, 'benchmarks', 'models'),
  },
};

/**
 * Starts a fresh system: Postgres as it comes (fsync on), the bus, the five services.
 *
 * @returns {Promise<{ urls: Record<string, string>, groups: Record<string, number[]>, stop(): Promise<void> }>}
 */
export async function startSystem({ suite, bus, placement, rows }) {
  const say = (text) => progress(text);
  const folder = mkdtempSync(join(tmpdir(), 'partitura-bench-'));
  // As root Postgres runs as another account, and mkdtemp closes the folder to all others.
  chmodSync(folder, 0o755);
  const guard = startGuard();
  const lifetime = createLifetime({ say, onForced: () => void guard.hurry().then(() => process.exit(1)) });
  lifetime.owns({ name: 'data', stop: () => rmSync(folder, { recursive: true, force: true }) });
  const stop = async () => {
    await lifetime.end();
    guard.release();
  };
  try {
    return {
      ...(await start({ suite, bus, placement, rows, folder, guard, lifetime, say })),
      stop,
      signal: lifetime.signal,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start({ suite, bus, placement, rows, folder, guard, lifetime, say }) {
  const postgres = await prepareEmbeddedPostgres(folder, say);
  let postgresPid;
  const startPostgres = async () => {
    const server = await postgres.start();
    postgresPid = server.pid;
    return server;
  };
  lifetime.owns(
    await superviseServer({
      name: 'Postgres',
      start: startPostgres,
      guard,
      rank: ranks.postgres,
      signal: 'SIGINT',
      say,
    }),
  );
  await ensureDatabases(postgres.url, { fresh: false, say });
  const kafka = bus === 'kafka' ? { local: true } : undefined;
  let brokerPid;
  const watchedGuard = {
    ...guard,
    add: (pid, rank, signal) => {
      if (rank === ranks.broker) brokerPid = pid;
      guard.add(pid, rank, signal);
    },
  };
  const { brokers } = await startBus({ kafka, fresh: true, folder, guard: watchedGuard, lifetime, say });
  const plan = planServices({
    port: await freePorts(5),
    serverUrl: postgres.url,
    brokers,
    processesDir: suites[suite].models,
    placement,
  });
  const services = startServices({ suite, plan, rows, guard, lifetime, say });
  for (const [index, service] of plan.entries()) {
    await untilReady(service, { say, signal: lifetime.signal });
    services[index].ready();
  }
  return {
    urls: Object.fromEntries(plan.map(({ name, url }) => [name, url])),
    groups: {
      services: services.map((service) => service.pid()),
      postgres: [postgresPid],
      kafka: brokerPid === undefined ? [] : [brokerPid],
    },
  };
}

function startServices({ suite, plan, rows, guard, lifetime, say }) {
  const services = plan.map(({ name, env }) =>
    superviseService({
      name,
      main: suites[suite].main(name),
      env: { ...env, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn', ...(rows ? { BENCH_ROWS: '1' } : {}) },
      guard,
      say,
      onLine: (line) => process.stderr.write(`${name} ${line}\n`),
      onGivenUp: (given) => {
        throw new Error(`${given} does not start; its reason is above.`);
      },
    }),
  );
  lifetime.owns({ name: 'services', stop: () => Promise.all(services.map((service) => service.stop())) });
  return services;
}

/** The first of some neighbouring ports that are free now. */
async function freePorts(count) {
  for (;;) {
    const first = await freePort();
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (first + count < 65_536 && free.every(Boolean)) return first;
  }
}

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from '../entry/build.mjs';
import { Failure } from '../entry/failure.mjs';
import { root } from '../entry/workspace.mjs';
import { addressTable } from './addresses.mjs';
import { startBus } from './bus.mjs';
import { dataFolder, forgetData, takeDataFolder } from './data-folder.mjs';
import { startGuard } from './guard.mjs';
import { createLifetime } from './lifetime.mjs';
import { isFree } from './ports.mjs';
import { ensureDatabases } from './postgres/databases.mjs';
import { clearEmbeddedPostgres, prepareEmbeddedPostgres } from './postgres/embedded.mjs';
import { ranks } from './ranks.mjs';
import { readable } from './readable-log.mjs';
import { untilReady } from './readiness.mjs';
import { planServices, serviceNames } from './services.mjs';
import { superviseServer } from './supervised-server.mjs';
import { superviseService } from './supervised-service.mjs';

const print = (line) => process.stdout.write(`${line}\n`);

/** Services of a launcher that was killed a moment ago need a little time to end. */
async function checkPorts(first, { waitMs, say }) {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const ports = serviceNames.map((name, index) => ({ name, port: first + index }));
    const free = await Promise.all(ports.map(({ port }) => isFree(port)));
    const used = ports.filter((_, index) => !free[index]);
    if (used.length === 0) return;
    if (Date.now() < deadline) {
      say('waiting for the services of an earlier run to end');
      await delay(1_000);
      continue;
    }
    const named = used.map(({ name, port }) => `${port} (${name})`).join(', ');
    throw new Failure(
      `In use by another program: port ${named}. End that program, or choose other ports: ` +
        `npm start -- --port ${first < 60_000 ? first + 1_000 : 8_080}`,
    );
  }
}

async function startPostgres({ options, folder, guard, lifetime, say }) {
  if (options.database !== undefined) {
    await ensureDatabases(options.database, { fresh: options.fresh, say });
    return { url: options.database, shown: new URL(options.database).host };
  }
  const embedded = await prepareEmbeddedPostgres(folder, say);
  const { start, url, data } = embedded;
  lifetime.owns(
    await superviseServer({ name: 'Postgres', start, guard, rank: ranks.postgres, signal: 'SIGINT', say }),
  );
  await ensureDatabases(url, { fresh: false, say });
  return { url, shown: `${new URL(url).host}, its data in ${data}` };
}

function startServices({ plan, guard, lifetime, onGivenUp, say }) {
  const colour = process.stdout.isTTY === true;
  const services = plan.map(({ name, env }, index) => {
    const shape = readable(name, { index, colour });
    const main = join(root, 'dist', 'apps', name, 'src', 'main.js');
    return superviseService({ name, main, env, guard, say, onGivenUp, onLine: (line) => print(shape(line)) });
  });
  lifetime.owns({ name: 'services', stop: () => Promise.all(services.map((service) => service.stop())) });
  return services;
}

/**
 * Runs everything until it is asked to stop.
 *
 * @param {ReturnType<typeof import('./options.mjs').readOptions>} options
 * @returns {Promise<number>} the exit status
 */
export async function start(options) {
  const shape = readable('partitura');
  const say = (msg) => print(shape(JSON.stringify({ time: Date.now(), level: 30, msg })));
  const guard = startGuard();
  const lifetime = createLifetime({ say, onForced: () => void guard.hurry().then(() => process.exit(1)) });
  try {
    return await run({ options, guard, lifetime, say });
  } catch (error) {
    if (lifetime.signal.aborted && error.name === 'AbortError') return 0;
    throw error;
  } finally {
    await lifetime.end();
    guard.release();
    if (lifetime.signal.aborted) say('everything has stopped; the next start goes on with the data');
  }
}

async function run({ options, guard, lifetime, say }) {
  const folder = dataFolder();
  const { release, leftOver } = takeDataFolder(folder);
  lifetime.owns({ name: 'data folder', stop: release });
  await checkPorts(options.port, { waitMs: leftOver ? 15_000 : 0, say });
  await build();
  await clearEmbeddedPostgres(folder, { fresh: options.fresh, say });
  if (options.fresh) {
    say(`forgetting the data in ${folder}`);
    forgetData(folder);
  }
  lifetime.signal.throwIfAborted();

  const postgres = await startPostgres({ options, folder, guard, lifetime, say });
  lifetime.signal.throwIfAborted();
  const bus = await startBus({ kafka: options.kafka, fresh: options.fresh, folder, guard, lifetime, say });
  lifetime.signal.throwIfAborted();

  const plan = planServices({
    port: options.port,
    serverUrl: postgres.url,
    brokers: bus.brokers,
    processesDir: join(root, 'processes'),
    placement: options.placement,
  });
  const failure = new AbortController();
  const ended = AbortSignal.any([lifetime.signal, failure.signal]);
  const services = startServices({
    plan,
    guard,
    lifetime,
    say,
    onGivenUp: (name) =>
      failure.abort(new Failure(`${name} does not start; its reason is in its lines above.`)),
  });
  try {
    await Promise.all(
      plan.map(async (service, index) => {
        await untilReady(service, { say, signal: ended });
        services[index].ready();
        say(`${service.name} is ready`);
      }),
    );
  } catch (error) {
    throw failure.signal.reason ?? error;
  }
  print(`\n${addressTable({ services: plan, postgres: postgres.shown, bus: bus.shown })}`);
  await lifetime.untilAsked();
  return 0;
}

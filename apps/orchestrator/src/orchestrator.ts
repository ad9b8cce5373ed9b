import { createBus, messagingSystemOf, runHttpApp, type AppTools, type RunningApp } from '@partitura/nest';
import { createHostStore, createSagaQueries, createSagaStore, createScoreStore } from '@partitura/postgres';
import { type Bus, Runtime } from '@partitura/runtime';
import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import type { Pool } from 'pg';
import { MAX_BODY_BYTES } from './api/limits';
import { connectStore } from './connect-store';
import { deployFolder } from './models/deploy-folder';
import { OrchestratorModule } from './orchestrator.module';
import type { Settings } from './settings';
import { watchHealth } from './watch-health';

const NAME = 'orchestrator';

/** Runs the orchestrator: store, bus, models, runtime and the engine API. `ownsProcess` false: for tests. */
export const runOrchestrator = (settings: Settings, ownsProcess = true): Promise<RunningApp> =>
  runHttpApp({
    name: NAME,
    environment: settings,
    messagingSystem: messagingSystemOf(settings),
    ownsProcess,
    start: (tools) => start(settings, tools),
  });

async function start(settings: Settings, tools: AppTools) {
  const { logger } = tools;
  const pool = await connectStore(settings.DATABASE_URL, tools);
  const bus = createBus(settings, NAME, logger);
  const runtime = new Runtime({
    store: createSagaStore(pool),
    scores: createScoreStore(pool),
    hosts: createHostStore(pool),
    bus,
    logger,
    host: NAME,
  });
  let deployed: readonly string[];
  try {
    const result = await deployFolder(runtime, settings.PROCESSES_DIR, settings.PLACEMENT);
    const scores = result?.scores ?? [];
    deployed = scores.map(({ key }) => key);
    for (const { id, version, isNew, resource } of scores)
      logger.info(
        { score: id, version, resource },
        isNew ? 'Deployed a new version.' : 'The newest version is deployed.',
      );
  } catch (error) {
    await close(bus, pool);
    throw error;
  }
  watchHealth(tools.health, runtime, pool, deployed);
  return {
    module: OrchestratorModule.for({ runtime, queries: createSagaQueries(pool), logger }),
    configure: (app: INestApplication) => {
      app.use(helmet());
      (app as NestExpressApplication).useBodyParser('json', { limit: MAX_BODY_BYTES });
    },
    begin: () => runtime.start(),
    end: async () => {
      await runtime.stop();
      await close(bus, pool);
    },
  };
}

async function close(bus: Bus, pool: Pool): Promise<void> {
  await bus.close();
  await pool.end();
}

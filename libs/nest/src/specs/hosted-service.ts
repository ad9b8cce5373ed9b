import type { SagaState } from '@partitura/engine';
import { createSagaStore, createScoreStore } from '@partitura/postgres';
import { type BusRecord, type Runtime, SteppedRuntime, type Variables } from '@partitura/runtime';
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { HostModule, ServiceHost } from '..';
import { chargingModel } from './charging';
import { Ledger1, LedgerEntry } from './ledger';
import { startTestService, type TestService, type TestServiceOptions } from './test-service';
import { until } from './until';
import { welcomeHosts } from './welcome-hosts';

export interface HostedService extends TestService {
  readonly runtime: Runtime;
  /** What has left on `payment.events`. */
  readonly events: readonly BusRecord[];
  /** Begins a saga of the charging model; answers its id. */
  begin(variables?: Variables): Promise<string>;
  state(sagaId: string): Promise<SagaState>;
  /** The saga once it has ended. */
  ended(sagaId: string): Promise<SagaState>;
  entries(what: string): Promise<number>;
  /** Begins a saga in a process that dies after the step that asks for the first task. */
  beginAndDie(variables: Variables): Promise<string>;
  /** Sets variables of a saga through a runtime that shares nothing with the service but the database. */
  changeElsewhere(sagaId: string, variables: Variables): Promise<void>;
}

/** A service of participant `payment` that is a host, with the charging model deployed on it and the ledger in its database. */
export async function startHostedService(options: TestServiceOptions): Promise<HostedService> {
  const service = await startTestService({
    imports: [HostModule],
    entities: [LedgerEntry],
    migrations: [Ledger1],
    ...options,
  });
  await welcomeHosts(service.host.bus);
  const { runtime } = (await service.running.ready).get(ServiceHost);
  const { scores } = await runtime.deploy([{ name: 'charging.bpmn', content: chargingModel }]);
  const [process] = scores[0]?.score.processes ?? [];
  const definition = runtime.registry.definitionById(process?.id ?? '');
  if (!definition) throw new Error('The charging model has no process.');
  const events: BusRecord[] = [];
  await service.host.bus.subscribe({
    group: 'listener',
    topics: ['payment.events'],
    handle: (records) => {
      events.push(...records);
      return Promise.resolve();
    },
  });
  const state = async (sagaId: string): Promise<SagaState> => {
    const saga = await runtime.saga(sagaId);
    if (!saga?.state) throw new Error(`There is no saga ${sagaId}.`);
    return saga.state;
  };
  return {
    ...service,
    runtime,
    events,
    begin: async (variables = {}) => {
      const sagaId = randomUUID();
      await runtime.startSaga({ definition, variables, sagaId });
      return sagaId;
    },
    state,
    ended: (sagaId) =>
      until(`the end of saga ${sagaId}`, async () => {
        const now = await state(sagaId);
        return !['active', 'compensating'].includes(now.status) && now;
      }),
    entries: (what) => service.dataSource.getRepository(LedgerEntry).countBy({ what }),
    beginAndDie: async (variables) => {
      const sagaId = randomUUID();
      await withOtherRuntime(service, async (other) => {
        const start = { score: definition.score.key, process: definition.process.id, variables };
        const begun = other.submit(sagaId, { kind: 'start', ...start });
        await other.step();
        await begun;
      });
      return sagaId;
    },
    changeElsewhere: (sagaId, variables) =>
      withOtherRuntime(service, async (other) => {
        const changed = other.submit(sagaId, {
          kind: 'command',
          command: { kind: 'setVariables', instance: 1, variables },
        });
        await other.step();
        await changed;
      }),
  };
}

/** A runtime of the same host that does nothing in the background and no task: as if its process died after each step. */
async function withOtherRuntime(
  { databases, host }: Pick<TestService, 'databases' | 'host'>,
  work: (runtime: SteppedRuntime) => Promise<void>,
): Promise<void> {
  const pool = new Pool({ connectionString: databases.own.url });
  const silent = () => undefined;
  const runtime = new SteppedRuntime({
    host: host.participant,
    store: createSagaStore(pool),
    scores: createScoreStore(pool),
    bus: host.bus,
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    localWork: { participants: new Set([host.participant]), take: silent, withdraw: silent },
    localLeaseMs: 300,
  });
  await runtime.registry.refresh();
  await work(runtime);
  await pool.end();
}

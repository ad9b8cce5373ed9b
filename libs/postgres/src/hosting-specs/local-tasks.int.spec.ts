import {
  type JobAnswer,
  type LocalJob,
  type LocalWork,
  type Runtime,
  type SagaStore,
  VersionConflictError,
} from '@partitura/runtime';
import { bpmnDocument, completed, eventually } from '@partitura/testing';
import { createSagaStore } from '..';
import { type HostSite, openHostSite, type TestHost } from './host-site';

/** Three tasks of the service `hotel`, one after the other. */
const model = bpmnDocument(`
  <bpmn:collaboration id="stay">
    <bpmn:participant id="pool-hotel" name="hotel" processRef="stay-process" />
  </bpmn:collaboration>
  <bpmn:process id="stay-process" isExecutable="true">
    <bpmn:startEvent id="begin" />
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="book" />
    <bpmn:serviceTask id="book" name="Book" />
    <bpmn:sequenceFlow id="f2" sourceRef="book" targetRef="clean" />
    <bpmn:serviceTask id="clean" name="Clean" />
    <bpmn:sequenceFlow id="f3" sourceRef="clean" targetRef="bill" />
    <bpmn:serviceTask id="bill" name="Bill" />
    <bpmn:sequenceFlow id="f4" sourceRef="bill" targetRef="end" />
    <bpmn:endEvent id="end" />
  </bpmn:process>`);

let site: HostSite;
let host: TestHost;
beforeEach(async () => {
  site = await openHostSite();
  host = await site.host('orchestrator');
});
afterEach(() => site.close());

/** A service that leaves each job to the test, once it has been told what to do with it. */
function hotel(work: (job: LocalJob) => void) {
  const asked: string[] = [];
  const withdrawn: string[] = [];
  const localWork: LocalWork = {
    participants: new Set(['hotel']),
    take: (jobs) => {
      for (const job of jobs) {
        asked.push(job.request.idempotencyKey);
        work(job);
      }
    },
    withdraw: (keys) => void withdrawn.push(...keys),
  };
  return { asked, withdrawn, localWork };
}

const answerAtOnce = (job: LocalJob, outcome: JobAnswer['outcome'] = completed) =>
  void job.answer(outcome).catch(() => undefined);

/** The store, with something else before its first commit of a saga. */
function storeWith(before: (commit: Parameters<SagaStore['commit']>[0]) => Promise<void>): SagaStore {
  const store = createSagaStore(host.pool);
  let first = true;
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name !== 'commit') return value.bind(target) as unknown;
      return async (...args: Parameters<typeof store.commit>) => {
        if (first && args[0].sagas.length > 0) {
          first = false;
          await before(args[0]);
        }
        return target.commit(...args);
      };
    },
  });
}

async function begin(runtime: Runtime, sagaId: string): Promise<void> {
  await runtime.deploy([{ name: 'stay.bpmn', content: model }]);
  const definition = runtime.registry.definitionById('stay-process');
  if (!definition) throw new Error('stay-process is not deployed.');
  await runtime.startSaga({ definition, variables: {}, sagaId });
}

const rowOf = async (sagaId: string) => (await createSagaStore(host.pool).load([sagaId]))[0];

it('are answered in the commit that asks for them when their handlers wait for nothing', async () => {
  const service = hotel((job) => answerAtOnce(job));
  const { runtime } = await host.start({ localWork: service.localWork });
  await begin(runtime, 's1');
  expect(await rowOf('s1')).toMatchObject({ version: 1, status: 'completed' });
  expect(service.asked).toEqual(['s1/book/1', 's1/clean/1', 's1/bill/1']);
});

it('are asked for by the same key, and not done again, when somebody was faster and the batch is decided anew', async () => {
  const service = hotel((job) => answerAtOnce(job, { kind: 'completed', variables: { by: 'the first' } }));
  const store = storeWith(() => Promise.reject(new VersionConflictError('Somebody was faster.')));
  const { runtime } = await host.start({ localWork: service.localWork, store });
  await begin(runtime, 's1');
  expect(await rowOf('s1')).toMatchObject({ version: 1, status: 'completed' });
  expect(service.asked).toEqual(['s1/book/1', 's1/clean/1', 's1/bill/1']);
  const { state } = (await runtime.saga('s1')) ?? {};
  expect(Object.values(state?.instances ?? {})[0]?.variables).toEqual({ by: 'the first' });
});

it('write into a transaction of their own only once the step that asks for them is committed', async () => {
  const client = await host.pool.connect();
  let letCommit: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letCommit = resolve));
  const told: string[] = [];
  const service = hotel((job) => {
    if (job.request.elementId !== 'book') return answerAtOnce(job);
    void client
      .query('BEGIN')
      .then(() => job.answer(completed, client))
      .then(async (answer) => {
        told.push(`taken, version ${(await rowOf('s1'))?.version}`);
        await client.query('COMMIT');
        if (answer.kind === 'taken') answer.committed();
      });
  });
  const { runtime } = await host.start({ localWork: service.localWork, store: storeWith(() => held) });
  const begun = begin(runtime, 's1');
  await eventually(() => expect(service.asked).toEqual(['s1/book/1']));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(told).toEqual([]);
  letCommit();
  await begun;
  await eventually(async () => expect(await rowOf('s1')).toMatchObject({ status: 'completed' }));
  client.release();
  expect(told).toEqual(['taken, version 1']);
});

it('are given up, and their answers refused, when the step that asks for them comes to nothing', async () => {
  const answers: string[] = [];
  const service = hotel((job) => {
    void job.answer(completed).then(({ kind }) => answers.push(kind));
  });
  const away = storeWith(() => Promise.reject(new Error('The row is too large.')));
  const { runtime } = await host.start({ localWork: service.localWork, store: away });
  await expect(begin(runtime, 's1')).rejects.toThrow('The row is too large.');
  await eventually(() => expect(answers).toEqual(['refused', 'refused', 'refused']));
  expect(service.withdrawn).toEqual(service.asked);
  expect(await rowOf('s1')).toBeUndefined();
});

import { models } from '@partitura/testing';
import { startOrchestrator, type TestOrchestrator } from './test-orchestrator';

const { callActivity, sequence, startEvent, userTask } = models;

let site: TestOrchestrator;
beforeAll(async () => {
  site = await startOrchestrator({
    'steps.bpmn': sequence('steps', [startEvent(), userTask('first'), userTask('second')]),
    'inner.bpmn': sequence('inner', [startEvent(), userTask('deep')]),
    'outer.bpmn': sequence('outer', [startEvent(), callActivity('call', 'inner')]),
  });
});
afterAll(() => site.close());

interface Started {
  readonly sagaId: string;
  readonly processInstanceKey: string;
}

const start = async (processDefinitionId: string, variables = {}) =>
  (await site.call('POST', '/v2/process-instances', { processDefinitionId, variables }))
    .body as unknown as Started;
const operate = (key: string, what: string, body?: unknown) =>
  site.call('POST', `/v2/process-instances/${key}/${what}`, body);
const tasks = async ({ sagaId }: Started) =>
  (
    (await site.call('POST', '/v2/user-tasks/search', { filter: { sagaId } })).body.items as {
      elementId: string;
      elementInstanceKey: string;
      processDefinitionVersion: number;
    }[]
  ).sort((one, other) => (one.elementId < other.elementId ? -1 : 1));
const active = async (started: Started) => (await tasks(started)).map(({ elementId }) => elementId);

it('modifies a running instance: activates, moves and terminates', async () => {
  const started = await start('steps');
  const { processInstanceKey: key } = started;
  const activateInstructions = [{ elementId: 'second', variableInstructions: [{ variables: { a: 1 } }] }];
  expect((await operate(key, 'modification', { activateInstructions })).status).toBe(204);
  expect(await active(started)).toEqual(['first', 'second']);
  const [first] = await tasks(started);
  const terminateInstructions = [{ elementInstanceKey: first?.elementInstanceKey }];
  expect((await operate(key, 'modification', { terminateInstructions })).status).toBe(204);
  expect(await active(started)).toEqual(['second']);
  const moveInstructions = [
    {
      sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'second' },
      targetElementId: 'first',
    },
  ];
  expect((await operate(key, 'modification', { moveInstructions })).status).toBe(204);
  expect(await active(started)).toEqual(['first']);
  const unknown = await operate(key, 'modification', { activateInstructions: [{ elementId: 'nowhere' }] });
  expect(unknown).toMatchObject({ status: 409, body: { title: 'INVALID_STATE' } });
  expect(unknown.body.detail).toContain('nowhere');
  expect((await operate(key, 'modification', {})).status).toBe(400);
});

it('migrates a running instance to another version', async () => {
  const started = await start('steps');
  const { body } = await site.deploy({
    'steps.bpmn': sequence('steps', [startEvent(), userTask('renamed'), userTask('third')]),
  });
  const [entry] = body.deployments as { processDefinition: { processDefinitionKey: string } }[];
  const targetProcessDefinitionKey = entry?.processDefinition.processDefinitionKey;
  const migrate = (mappingInstructions: unknown) =>
    operate(started.processInstanceKey, 'migration', { mappingInstructions, targetProcessDefinitionKey });
  expect((await migrate([])).status).toBe(409);
  expect((await migrate([{ sourceElementId: 'first', targetElementId: 'renamed' }])).status).toBe(204);
  expect(await tasks(started)).toMatchObject([{ elementId: 'renamed', processDefinitionVersion: 2 }]);
  const instance = await site.call('GET', `/v2/process-instances/${started.processInstanceKey}`);
  expect(instance.body).toMatchObject({
    processDefinitionVersion: 2,
    processDefinitionKey: targetProcessDefinitionKey,
  });
});

it('sets variables of an instance, of an element alone, and where one of the name is', async () => {
  const started = await start('steps', { total: 1 });
  const [task] = await tasks(started);
  const set = (key: string | undefined, body: unknown) =>
    site.call('PUT', `/v2/element-instances/${key}/variables`, body);
  expect((await set(started.processInstanceKey, { variables: { total: 2 } })).status).toBe(204);
  expect((await set(task?.elementInstanceKey, { variables: { own: 1 }, local: true })).status).toBe(204);
  expect((await set(task?.elementInstanceKey, { variables: { own: 2, total: 3, more: 4 } })).status).toBe(
    204,
  );
  const state = await site.call('GET', `/v2/sagas/${started.sagaId}`);
  expect(state.status).toBe(200);
  const { rows } = await site.query(
    `SELECT state::json -> 'instances' AS instances, state::json -> 'elements' AS elements
       FROM partitura_engine.sagas WHERE saga_id = $1`,
    [started.sagaId],
  );
  const { instances, elements } = rows[0] as Record<string, Record<string, { variables: unknown }>>;
  expect(Object.values(instances ?? {})[0]?.variables).toEqual({ total: 3, more: 4 });
  expect(Object.values(elements ?? {})[0]?.variables).toEqual({ own: 2 });
  expect((await set('4194305', { variables: {} })).status).toBe(404);
  expect((await set(started.processInstanceKey, {})).status).toBe(400);
});

describe('a called instance', () => {
  const search = async (filter: Record<string, unknown>) =>
    (await site.call('POST', '/v2/process-instances/search', { filter })).body.items as Record<
      string,
      unknown
    >[];

  it('shows its caller, and is found by it', async () => {
    const started = await start('outer');
    const { processInstanceKey: parentProcessInstanceKey, sagaId } = started;
    const [inner] = await search({ parentProcessInstanceKey });
    expect(inner).toMatchObject({
      processDefinitionId: 'inner',
      processDefinitionVersion: 1,
      parentProcessInstanceKey,
      parentElementInstanceKey: expect.stringMatching(/^[0-9]+$/) as string,
    });
    expect(inner?.processDefinitionKey).not.toBe('');
    const byKey = { processDefinitionKey: inner?.processDefinitionKey, sagaId };
    expect(await search(byKey)).toHaveLength(1);
    const [outer] = await search({ processDefinitionId: 'outer', sagaId });
    expect(outer).not.toHaveProperty('parentProcessInstanceKey');
  });

  it('is cancelled with the one that has called it, and not alone', async () => {
    const started = await start('outer');
    const [inner] = await search({ parentProcessInstanceKey: started.processInstanceKey });
    expect((await operate(String(inner?.processInstanceKey), 'cancellation')).status).toBe(409);
    expect((await operate(started.processInstanceKey, 'cancellation')).status).toBe(204);
    const states = (await search({ sagaId: started.sagaId })).map(({ state }) => state);
    expect(states).toEqual(['TERMINATED', 'TERMINATED']);
  });
});

it.each([
  ['/v2/process-instances/4194305/cancellation', undefined, 404],
  ['/v2/process-instances/x/cancellation', undefined, 400],
  ['/v2/process-instances/4194305/modification', { activateInstructions: [{}] }, 400],
  ['/v2/process-instances/4194305/modification', { terminateInstructions: [{ elementId: 'a' }] }, 404],
  ['/v2/process-instances/4194305/migration', { mappingInstructions: [] }, 400],
])('answers POST %s %j with problem JSON %i', async (path, body, status) => {
  expect(await site.call('POST', path, body)).toMatchObject({ status, body: { status } });
});

import { models } from '@partitura/testing';
import { startOrchestrator, type TestOrchestrator } from './test-orchestrator';

const { formModel, sequence, startEvent, userTask } = models;

let site: TestOrchestrator;
beforeAll(async () => {
  site = await startOrchestrator({
    'review.bpmn': sequence('review', [startEvent(), userTask('approve')]),
  });
});
afterAll(() => site.close());

async function openTask() {
  const { body } = await site.call('POST', '/v2/process-instances', { processDefinitionId: 'review' });
  const sagaId = String(body.sagaId);
  const found = await site.call('POST', '/v2/user-tasks/search', { filter: { sagaId } });
  const [task] = found.body.items as { userTaskKey: string }[];
  if (!task) throw new Error('There is no user task.');
  const path = `/v2/user-tasks/${task.userTaskKey}`;
  const read = async () => (await site.call('GET', path)).body;
  return { sagaId, path, key: task.userTaskKey, read };
}

it('is found, read and completed', async () => {
  const { sagaId, path, key, read } = await openTask();
  expect(await read()).toMatchObject({
    userTaskKey: key,
    state: 'CREATED',
    name: 'approve',
    elementId: 'approve',
    processDefinitionId: 'review',
    processDefinitionVersion: 1,
    assignee: null,
    candidateGroups: [],
    priority: 50,
    sagaId,
  });
  // A user task is no job for workers.
  expect((await site.call('POST', `/v2/jobs/${key}/completion`, {})).status).toBe(404);
  expect((await site.call('POST', `${path}/completion`, { variables: { ok: true } })).status).toBe(204);
  expect((await site.call('GET', `/v2/sagas/${sagaId}?wait=10`)).body).toMatchObject({ state: 'completed' });
  expect((await site.call('POST', `${path}/completion`)).status).toBe(404);
  expect((await site.call('GET', path)).status).toBe(404);
});

it('is assigned, unassigned and changed', async () => {
  const { path, read, key } = await openTask();
  expect((await site.call('POST', `${path}/assignment`, { assignee: 'ada' })).status).toBe(204);
  expect(await read()).toMatchObject({ assignee: 'ada' });
  const again = await site.call('POST', `${path}/assignment`, { assignee: 'bob', allowOverride: false });
  expect(again.status).toBe(409);
  const changeset = { candidateGroups: ['staff'], priority: 80, dueDate: '2030-01-01T00:00:00Z' };
  expect((await site.call('PATCH', path, { changeset })).status).toBe(204);
  expect(await read()).toMatchObject({ assignee: 'ada', ...changeset });
  const keysOf = async (filter: Record<string, unknown>) =>
    (
      (await site.call('POST', '/v2/user-tasks/search', { filter })).body.items as { userTaskKey: string }[]
    ).map(({ userTaskKey }) => userTaskKey);
  expect(await keysOf({ assignee: 'ada' })).toEqual([key]);
  expect(await keysOf({ candidateGroup: { $in: ['staff', 'board'] } })).toEqual([key]);
  expect(await keysOf({ candidateUser: 'ada' })).toEqual([]);
  expect(await keysOf({ state: 'COMPLETED' })).toEqual([]);
  expect((await site.call('DELETE', `${path}/assignee`)).status).toBe(204);
  expect(await read()).toMatchObject({ assignee: null });
  expect(await keysOf({ assignee: 'ada' })).toEqual([]);
});

it('shows the key of its form when that is deployed, and its reference otherwise', async () => {
  const withForm = (id: string, form: string) =>
    sequence(id, [
      startEvent(),
      `<bpmn:userTask id="fill"><bpmn:extensionElements><zeebe:userTask /><zeebe:formDefinition ${form} /></bpmn:extensionElements></bpmn:userTask>`,
    ]);
  const { body } = await site.deploy({
    'fill.bpmn': withForm('fill-process', 'formId="address" bindingType="deployment"'),
    'other.bpmn': withForm('other-process', 'externalReference="https://example.org/form"'),
    'address.form': formModel('address'),
  });
  const form = (body.deployments as { form?: { formKey: string } }[]).find((entry) => entry.form)?.form;
  await site.deploy({ 'address.form': formModel('address', 'changed') });
  const taskOf = async (processDefinitionId: string) => {
    const started = await site.call('POST', '/v2/process-instances', { processDefinitionId });
    const filter = { sagaId: started.body.sagaId };
    const found = await site.call('POST', '/v2/user-tasks/search', { filter });
    return (found.body.items as Record<string, unknown>[])[0];
  };
  expect(await taskOf('fill-process')).toMatchObject({ formKey: form?.formKey });
  expect(await taskOf('other-process')).toMatchObject({
    externalFormReference: 'https://example.org/form',
  });
});

it.each([
  ['POST', '/v2/user-tasks/4194305/completion', {}, 404],
  ['GET', '/v2/user-tasks/x', undefined, 400],
  ['POST', '/v2/user-tasks/4194305/assignment', {}, 400],
  ['PATCH', '/v2/user-tasks/4194305', { changeset: { priority: 101 } }, 400],
  ['PATCH', '/v2/user-tasks/4194305', { changeset: { dueDate: 'tomorrow' } }, 400],
])('answers %s %s %j with problem JSON %i', async (method, path, body, status) => {
  expect(await site.call(method, path, body)).toMatchObject({ status, body: { status } });
});

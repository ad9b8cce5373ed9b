import { models } from '@partitura/testing';
import { startOrchestrator, type TestOrchestrator } from './test-orchestrator';

const { sequence, serviceTask, startEvent } = models;

interface JobView {
  readonly jobKey: string;
  readonly variables: Record<string, unknown>;
  readonly [name: string]: unknown;
}

let site: TestOrchestrator;
beforeAll(async () => {
  const headers = '<zeebe:taskHeaders><zeebe:header key="to" value="bank" /></zeebe:taskHeaders>';
  const inputs = '<zeebe:ioMapping><zeebe:input source="=amount * 2" target="double" /></zeebe:ioMapping>';
  const caught =
    '<bpmn:boundaryEvent id="declined" attachedToRef="pay"><bpmn:errorEventDefinition errorRef="e" /></bpmn:boundaryEvent><bpmn:sequenceFlow id="fx" sourceRef="declined" targetRef="over" /><bpmn:endEvent id="over" />';
  site = await startOrchestrator({
    'pay.bpmn': sequence(
      'payment',
      [startEvent(), serviceTask('pay', 'pay', headers + inputs) + caught],
      '<bpmn:error id="e" errorCode="DECLINED" />',
    ),
  });
});
afterAll(() => site.close());

const start = async (variables: Record<string, unknown> = {}) => {
  const { body } = await site.call('POST', '/v2/process-instances', {
    processDefinitionId: 'payment',
    variables: { amount: 2, ...variables },
  });
  return body as { sagaId: string; processInstanceKey: string; processDefinitionKey: string };
};
const activate = async (more: Record<string, unknown> = {}) => {
  const { status, body } = await site.call('POST', '/v2/jobs/activation', {
    type: 'pay',
    worker: 'me',
    timeout: 60_000,
    maxJobsToActivate: 1,
    ...more,
  });
  expect(status).toBe(200);
  return body.jobs as JobView[];
};
const saga = async (sagaId: string) => (await site.call('GET', `/v2/sagas/${sagaId}?wait=10`)).body;
const one = async (more: Record<string, unknown> = {}): Promise<JobView> => {
  const [job] = await activate(more);
  if (!job) throw new Error('No job was given out.');
  return job;
};

it('gives a job to one worker with what it needs, and takes its result', async () => {
  const started = await start({ secret: 's' });
  const job = await one({ fetchVariable: ['amount', 'double', 'unknown'] });
  expect(job).toMatchObject({
    type: 'pay',
    kind: 'BPMN_ELEMENT',
    elementId: 'pay',
    processDefinitionId: 'payment',
    processDefinitionVersion: 1,
    processDefinitionKey: started.processDefinitionKey,
    processInstanceKey: started.processInstanceKey,
    customHeaders: { to: 'bank' },
    worker: 'me',
    retries: 3,
    variables: { amount: 2, double: 4 },
    tenantId: '<default>',
  });
  expect(await activate({ requestTimeout: -1 })).toEqual([]);
  const completion = `/v2/jobs/${job.jobKey}/completion`;
  expect((await site.call('POST', completion, { variables: { paid: true } })).status).toBe(204);
  expect(await saga(started.sagaId)).toMatchObject({ state: 'completed' });
  expect((await site.call('POST', completion, {})).status).toBe(404);
});

it('gives a job to another worker when its time is over, and leaves it longer when asked to', async () => {
  const { sagaId } = await start();
  const first = await one({ timeout: 1 });
  const second = await one({ timeout: 60_000 });
  expect(second.jobKey).toBe(first.jobKey);
  const path = `/v2/jobs/${second.jobKey}`;
  expect((await site.call('PATCH', path, { changeset: { timeout: 0 } })).status).toBe(204);
  const third = await one({ timeout: 1 });
  expect((await site.call('PATCH', path, { changeset: { timeout: 60_000, retries: 7 } })).status).toBe(204);
  expect(await activate({ requestTimeout: -1 })).toEqual([]);
  // The first worker may still answer: the job is the same, and it is done once.
  expect((await site.call('POST', `/v2/jobs/${third.jobKey}/completion`)).status).toBe(204);
  expect(await saga(sagaId)).toMatchObject({ state: 'completed' });
});

it('waits for a job that comes later', async () => {
  const asked = activate({ requestTimeout: 20_000 });
  const { sagaId } = await start();
  const [job] = await asked;
  await site.call('POST', `/v2/jobs/${job?.jobKey}/completion`, {});
  expect(await saga(sagaId)).toMatchObject({ state: 'completed' });
});

it('gives a failed job out again while retries are left, and raises an incident when none is', async () => {
  const { sagaId } = await start();
  const job = await one();
  const failure = `/v2/jobs/${job.jobKey}/failure`;
  await site.call('POST', failure, { retries: 1, errorMessage: 'no line', variables: { seen: 1 } });
  const again = await one();
  expect(again).toMatchObject({ jobKey: job.jobKey, retries: 1, variables: { seen: 1 } });
  expect((await site.call('POST', failure)).status).toBe(204);
  const { body } = await site.call('POST', '/v2/incidents/search', { filter: { sagaId } });
  const [incident] = body.items as { incidentKey: string; errorType: string; jobKey: string }[];
  expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', jobKey: job.jobKey });
  expect((await site.call('POST', failure, {})).status).toBe(409);
  expect(await activate({ requestTimeout: -1 })).toEqual([]);
  await site.call('POST', `/v2/incidents/${incident?.incidentKey}/resolution`);
  expect((await one()).jobKey).toBe(job.jobKey);
  await site.call('POST', `/v2/jobs/${job.jobKey}/error`, { errorCode: 'DECLINED', errorMessage: 'no' });
  expect(await saga(sagaId)).toMatchObject({ state: 'completed' });
});

it('is not withdrawn from, but refused to, a worker whose process instance was cancelled', async () => {
  const { sagaId, processInstanceKey } = await start();
  const { jobKey } = await one();
  const cancel = () => site.call('POST', `/v2/process-instances/${processInstanceKey}/cancellation`);
  expect((await cancel()).status).toBe(204);
  expect(await saga(sagaId)).toMatchObject({ state: 'cancelled' });
  expect((await site.call('POST', `/v2/jobs/${jobKey}/completion`, {})).status).toBe(404);
  expect((await cancel()).status).toBe(404);
});

it.each([
  ['POST', '/v2/jobs/activation', { type: 'pay' }, 400],
  ['POST', '/v2/jobs/activation', { type: '', timeout: 1, maxJobsToActivate: 1 }, 400],
  ['POST', '/v2/jobs/4194305/completion', {}, 404],
  ['POST', '/v2/jobs/x/completion', {}, 400],
  ['POST', '/v2/jobs/4194305/completion', { variables: [] }, 400],
  ['POST', '/v2/jobs/4194305/error', {}, 400],
  ['PATCH', '/v2/jobs/4194305', { changeset: {} }, 400],
])('answers %s %s %j with problem JSON %i', async (method, path, body, status) => {
  const answer = await site.call(method, path, body);
  expect(answer).toMatchObject({ status, body: { status } });
});

it.each([
  ['nested too deeply', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ['no number', '1e400'],
])('refuses variables that are %s', async (_, value) => {
  const { jobKey } = await start().then(() => one());
  const response = await fetch(`${site.app.url}/v2/jobs/${jobKey}/completion`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"variables":{"a":${value}}}`,
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ field: 'variables.a' }] });
  expect((await site.call('POST', `/v2/jobs/${jobKey}/completion`, {})).status).toBe(204);
});

it('refuses a body that is too large and names the limit', async () => {
  const variables = { text: 'x'.repeat(10 * 1024 * 1024) };
  const answer = await site.call('POST', '/v2/process-instances', {
    processDefinitionId: 'payment',
    variables,
  });
  expect(answer.status).toBe(413);
  expect(answer.body.detail).toContain('4 MiB');
});

import {
  completed,
  eventually,
  joinTestParticipant,
  type TestParticipant,
  tripModel,
} from '@partitura/testing';
import { startOrchestrator, type TestOrchestrator } from './test-orchestrator';

let site: TestOrchestrator;
let workers: TestParticipant[] = [];

beforeAll(async () => {
  site = await startOrchestrator({ 'trip.bpmn': tripModel() });
});
afterAll(() => site.close());
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  workers = [];
});

const join = async (
  ...parameters: Parameters<typeof joinTestParticipant> extends [unknown, ...infer Rest] ? Rest : never
) => {
  const worker = await joinTestParticipant(site.bus, ...parameters);
  workers.push(worker);
  return worker;
};

it('starts a saga and answers with its keys', async () => {
  const { status, body } = await site.call('POST', '/v2/process-instances', {
    processDefinitionId: 'trip-process',
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    processDefinitionId: 'trip-process',
    processDefinitionVersion: 1,
    tenantId: '<default>',
    variables: {},
    state: 'active',
  });
  expect(body.processInstanceKey).toMatch(/^[1-9][0-9]{0,18}$/);
  expect(body.sagaId).toMatch(/^[0-9a-f-]{36}$/);
  const instance = await site.call('GET', `/v2/process-instances/${String(body.processInstanceKey)}`);
  expect(instance).toMatchObject({
    status: 200,
    body: { state: 'ACTIVE', hasIncident: false, participant: 'trip' },
  });
  const saga = await site.call('GET', `/v2/sagas/${String(body.sagaId)}`);
  expect(saga.body).toMatchObject({ state: 'active', reason: null });
});

it('waits for the end of the saga when it is asked to', async () => {
  await join('hotel', { 'hotel.bookRoom': () => ({ kind: 'completed', variables: { room: 12 } }) });
  await join('trip', { 'trip.confirmTrip': () => ({ kind: 'completed', variables: { confirmed: true } }) });
  const { status, body } = await site.call('POST', '/v2/process-instances', {
    processDefinitionId: 'trip-process',
    variables: { city: 'Ghent' },
    awaitCompletion: true,
    fetchVariables: ['city', 'confirmed'],
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ state: 'completed', variables: { city: 'Ghent', confirmed: true } });
});

it('answers 504 when the saga takes longer than the request may', async () => {
  const { status, body } = await site.call('POST', '/v2/process-instances', {
    processDefinitionId: 'trip-process',
    awaitCompletion: true,
    requestTimeout: 50,
  });
  expect(status).toBe(504);
  expect(body).toMatchObject({ title: 'DEADLINE_EXCEEDED' });
});

it('compensates a saga on request', async () => {
  await join('hotel', { 'hotel.bookRoom': () => completed, 'hotel.cancelRoom': () => completed });
  const asked = await join('trip', { 'trip.confirmTrip': () => undefined });
  const { body } = await site.call('POST', '/v2/process-instances', { processDefinitionId: 'trip-process' });
  const sagaId = String(body.sagaId);
  await eventually(() => expect(asked.requests.some((request) => request.sagaId === sagaId)).toBe(true));
  const compensation = await site.call('POST', `/v2/sagas/${sagaId}/compensation`, {
    reason: 'CHANGED_MIND',
  });
  expect(compensation.status).toBe(202);
  const saga = await site.call('GET', `/v2/sagas/${sagaId}?wait=10`);
  expect(saga.body).toMatchObject({ state: 'compensated', reason: 'CHANGED_MIND' });
  const again = await site.call('POST', `/v2/sagas/${sagaId}/compensation`, {});
  expect(again).toMatchObject({ status: 409, body: { title: 'INVALID_STATE' } });
});

it('cancels a saga without undoing anything', async () => {
  const hotel = await join('hotel', {
    'hotel.bookRoom': () => completed,
    'hotel.cancelRoom': () => completed,
  });
  const trip = await join('trip', { 'trip.confirmTrip': () => undefined });
  const { body } = await site.call('POST', '/v2/process-instances', { processDefinitionId: 'trip-process' });
  const sagaId = String(body.sagaId);
  await eventually(() => expect(trip.requests.some((request) => request.sagaId === sagaId)).toBe(true));
  expect((await site.call('POST', `/v2/sagas/${sagaId}/cancellation`)).status).toBe(202);
  const { body: saga } = await site.call('GET', `/v2/sagas/${sagaId}?wait=10`);
  expect(saga.state).toBe('cancelled');
  const states = (saga.instances as { processDefinitionId: string; state: string }[]).map((instance) => [
    instance.processDefinitionId,
    instance.state,
  ]);
  expect(states).toEqual([
    ['trip-process', 'canceled'],
    ['hotel-process', 'completed'],
  ]);
  expect(hotel.requests.filter((request) => request.sagaId === sagaId).map(({ jobType }) => jobType)).toEqual(
    ['hotel.bookRoom'],
  );
  const found = await site.call('POST', '/v2/process-instances/search', {
    filter: { sagaId, state: 'TERMINATED' },
  });
  expect(found.body.items).toMatchObject([
    { processDefinitionId: 'trip-process', instanceState: 'canceled' },
  ]);
});

it('shows a failed compensation as an incident and goes on when it is skipped', async () => {
  await join('hotel', {
    'hotel.bookRoom': () => completed,
    'hotel.cancelRoom': () => ({ kind: 'failed', message: 'the hotel is closed', retries: 0 }),
  });
  await join('trip', { 'trip.confirmTrip': () => ({ kind: 'error', code: 'NO_MONEY' }) });
  const { body } = await site.call('POST', '/v2/process-instances', { processDefinitionId: 'trip-process' });
  const sagaId = String(body.sagaId);
  const find = async () =>
    (await site.call('POST', '/v2/incidents/search', { filter: { sagaId } })).body as {
      items: Record<string, string>[];
      page: { totalItems: number };
    };
  let found = await find();
  while (found.items.length === 0) found = await find();
  expect(found.items[0]).toMatchObject({ errorType: 'COMPENSATION', elementId: 'cancel', state: 'ACTIVE' });
  expect((await site.call('GET', `/v2/sagas/${sagaId}`)).body).toMatchObject({
    state: 'incident',
    reason: 'NO_MONEY',
  });
  const key = found.items[0]?.incidentKey;
  expect((await site.call('POST', `/v2/incidents/${key}/skip`, {})).status).toBe(400);
  expect((await site.call('POST', `/v2/incidents/${key}/skip`, { reason: 'refunded by hand' })).status).toBe(
    204,
  );
  expect((await site.call('GET', `/v2/sagas/${sagaId}?wait=10`)).body).toMatchObject({
    state: 'compensated',
    failed: true,
  });
  expect((await site.call('POST', `/v2/incidents/${key}/resolution`)).status).toBe(404);
});

it('asks the worker again when an incident is resolved', async () => {
  let fails = true;
  await join('hotel', {
    'hotel.bookRoom': () => (fails ? { kind: 'failed', message: 'no light', retries: 0 } : completed),
  });
  await join('trip', { 'trip.confirmTrip': () => completed });
  const { body } = await site.call('POST', '/v2/process-instances', { processDefinitionId: 'trip-process' });
  const sagaId = String(body.sagaId);
  const incidents = async () =>
    (await site.call('GET', `/v2/sagas/${sagaId}`)).body.incidents as {
      incidentKey: string;
      errorType: string;
    }[];
  let open = await incidents();
  while (open.length === 0) open = await incidents();
  expect(open[0]?.errorType).toBe('JOB_NO_RETRIES');
  fails = false;
  expect((await site.call('POST', `/v2/incidents/${open[0]?.incidentKey}/resolution`)).status).toBe(204);
  expect((await site.call('GET', `/v2/sagas/${sagaId}?wait=10`)).body).toMatchObject({ state: 'completed' });
});

it('finds process instances by page', async () => {
  for (let i = 0; i < 3; i++)
    await site.call('POST', '/v2/process-instances', {
      processDefinitionId: 'trip-process',
      sagaId: `paged-${i}`,
    });
  const filter = { sagaId: { $in: ['paged-0', 'paged-1', 'paged-2'] }, processDefinitionId: 'trip-process' };
  const all = await site.call('POST', '/v2/process-instances/search', { filter });
  const keys = (all.body.items as { processInstanceKey: string }[]).map((item) => item.processInstanceKey);
  expect(all.body.page).toMatchObject({ totalItems: 3, hasMoreTotalItems: false });
  const first = await site.call('POST', '/v2/process-instances/search', { filter, page: { limit: 2 } });
  const { endCursor } = first.body.page as { endCursor: string };
  const second = await site.call('POST', '/v2/process-instances/search', {
    filter,
    page: { limit: 2, after: endCursor },
  });
  const paged = [
    ...(first.body.items as { processInstanceKey: string }[]),
    ...(second.body.items as { processInstanceKey: string }[]),
  ];
  expect(paged.map((item) => item.processInstanceKey)).toEqual(keys);
});

it('begins nothing when the same saga id is started again', async () => {
  const start = { processDefinitionId: 'trip-process', sagaId: 'only-once' };
  const first = await site.call('POST', '/v2/process-instances', start);
  const second = await site.call('POST', '/v2/process-instances', start);
  expect(second.status).toBe(200);
  expect(second.body.processInstanceKey).toBe(first.body.processInstanceKey);
});

it.each([
  ['POST', '/v2/process-instances', {}, 400],
  ['POST', '/v2/process-instances', { processDefinitionId: 'trip-process', unknownField: 1 }, 400],
  ['POST', '/v2/process-instances', { processDefinitionId: 'nothing' }, 404],
  ['POST', '/v2/process-instances', { processDefinitionId: 'hotel-process' }, 400],
  ['GET', '/v2/process-instances/abc', undefined, 400],
  ['GET', '/v2/process-instances/4194305', undefined, 404],
  ['POST', '/v2/incidents/4194305/resolution', undefined, 404],
  ['POST', '/v2/incidents/search', { filter: { colour: 'red' } }, 400],
  ['GET', '/v2/sagas/unknown', undefined, 404],
  ['GET', '/v2/sagas/unknown?wait=x', undefined, 400],
  ['GET', '/v2/nothing', undefined, 404],
])('answers %s %s %j with problem JSON %i', async (method, path, body, status) => {
  const answer = await site.call(method, path, body);
  expect(answer.status).toBe(status);
  expect(answer.type).toContain('application/problem+json');
  expect(answer.body).toMatchObject({
    status,
    title: expect.any(String) as string,
    detail: expect.any(String) as string,
  });
});

it('answers a body that does not parse with 400', async () => {
  const response = await fetch(`${site.app.url}/v2/process-instances`, {
    method: 'POST',
    body: '{"processDefinitionId":',
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(400);
});

describe('deployments', () => {
  it('gives a changed model a new version and deploys the same one once', async () => {
    const same = await site.deploy({ 'trip.bpmn': tripModel() });
    expect(same.status).toBe(200);
    const versions = ({ body }: typeof same) =>
      (body.deployments as { processDefinition: { processDefinitionVersion: number } }[]).map(
        ({ processDefinition }) => processDefinition.processDefinitionVersion,
      );
    expect(versions(same)).toEqual([1, 1]);
    const changed = await site.deploy({ 'trip.bpmn': tripModel({ retries: 5 }) });
    expect(versions(changed)).toEqual([2, 2]);
  });

  it('refuses a model with every problem by element id and deploys none of the files', async () => {
    const broken = tripModel().replaceAll('retries="3"', 'retries="= 1 +"');
    const answer = await site.deploy({ 'broken.bpmn': broken, 'trip.bpmn': tripModel({ retries: 7 }) });
    expect(answer.status).toBe(400);
    const problems = answer.body.problems as { resource: string; element: string; message: string }[];
    expect(problems.map(({ element }) => element)).toEqual(expect.arrayContaining(['confirm', 'book']));
    expect(problems.every(({ resource }) => resource === 'broken.bpmn')).toBe(true);
  });

  it('answers 400 without a file', async () => {
    expect((await site.deploy({})).status).toBe(400);
  });
});

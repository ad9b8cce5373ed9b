import { join } from 'node:path';
import type { CompositionView, HostView } from '../api/views';
import { type FakeOrchestrator, startFakeOrchestrator } from '../testing/fake-orchestrator';
import { WorkingFolder } from '../testing/run-here';

const order = join(__dirname, '../../../../processes/order-fulfilment.bpmn');

let folder: WorkingFolder;
let orchestrator: FakeOrchestrator;
beforeEach(async () => {
  folder = new WorkingFolder();
  orchestrator = await startFakeOrchestrator();
});
afterEach(async () => {
  folder.remove();
  await orchestrator.close();
});

const run = (...args: readonly string[]) => folder.run(...args, '--url', orchestrator.url);

const composition = (more: Partial<CompositionView> = {}): CompositionView => ({
  compositionKey: '7',
  compositionId: 'trip',
  version: 2,
  resourceName: 'trip.bpmn',
  state: 'active',
  current: true,
  placement: { hotel: 'hotel', trip: 'orchestrator' },
  waitsFor: [],
  hosts: [{ host: 'hotel', state: 'accepted', active: true, reason: null }],
  sagas: { active: 3, withIncidents: 0 },
  ...more,
});

const pending = composition({
  state: 'pending',
  current: false,
  waitsFor: [{ host: 'hotel', reason: 'hotel has not answered: start the service hotel.' }],
  hosts: [{ host: 'hotel', state: 'offered', active: false, reason: null }],
});

const hotel: HostView = {
  host: 'hotel',
  state: 'up',
  participants: ['hotel'],
  lastSeenAt: '2026-01-01T00:00:00.000Z',
  problem: null,
  drift: [],
};

const deployed = (...compositions: readonly CompositionView[]) => ({
  body: {
    deploymentKey: '6',
    deployments: [{}],
    state: compositions[0]?.state,
    placement: compositions[0]?.placement,
    compositions,
  },
});

describe('partitura deploy', () => {
  test('tells host by host until the composition is active', async () => {
    orchestrator.answer('POST /v2/deployments', deployed(pending));
    orchestrator.answer(
      'GET /v2/compositions',
      { body: { items: [composition({ compositionKey: '1' }), pending] } },
      { body: { items: [composition()] } },
    );
    const { status, stdout, stderr } = await run('deploy', order, '--placement', 'hotel=hotel');
    expect(stderr).toBe('  trip … hotel has not answered: start the service hotel.\n  trip ✔ hotel has it\n');
    expect(stdout).toMatch(/✔ trip version 2 begins sagas\n +hotel on hotel, trip on orchestrator\n/);
    expect(status).toBe(0);
    const [{ body = '' } = {}] = orchestrator.requests;
    expect(body).toMatch(/name="placement"\s+\{"hotel":"hotel"\}/);
    expect(body).toContain('filename="order-fulfilment.bpmn"');
  });

  test('says what it waits for when the time is over', async () => {
    orchestrator.answer('POST /v2/deployments', deployed(pending));
    orchestrator.answer('GET /v2/compositions', { body: { items: [pending] } });
    const { status, stdout } = await run('deploy', order, '--timeout', '0.2');
    expect(status).toBe(1);
    expect(stdout).toContain('✘ trip version 2 waits for its hosts');
    expect(stdout).toContain('hotel has not answered: start the service hotel.');
  });

  test('reports in JSON', async () => {
    orchestrator.answer('POST /v2/deployments', deployed(composition()));
    const { status, stdout, stderr } = await run('deploy', order, '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ state: 'active', compositions: [{ compositionId: 'trip' }] });
  });

  test('sends nothing when the check refuses a model', async () => {
    folder.write('broken.bpmn', '<html />');
    const { status, stdout, stderr } = await run('deploy', 'broken.bpmn');
    expect(status).toBe(1);
    expect(stdout).toContain('✘ broken.bpmn');
    expect(stderr).toContain('Nothing was deployed.');
    expect(orchestrator.requests).toEqual([]);
  });

  test('says why the orchestrator refuses it', async () => {
    orchestrator.answer('POST /v2/deployments', {
      status: 400,
      body: {
        title: 'INVALID_ARGUMENT',
        detail: 'hotal: the placement names it, but no pool has this name.',
      },
    });
    const { status, stderr } = await run('deploy', order, '--placement', 'hotal=hotel');
    expect(status).toBe(1);
    expect(stderr).toContain('hotal: the placement names it');
  });

  test.each(['somewhere', 'a=', 'a=b,a=c', 'a=b=c'])(
    'does not understand the placement %s',
    async (where) => {
      const { status, stderr } = await run('deploy', order, '--placement', where);
      expect(status).toBe(2);
      expect(stderr).toContain('Give orchestrated, choreographed, or the host of each participant');
    },
  );
});

describe('partitura status', () => {
  const show = async (hosts: readonly HostView[], items: readonly CompositionView[]) => {
    orchestrator.answer('GET /v2/hosts', { body: { items: hosts } });
    orchestrator.answer('GET /v2/compositions', { body: { items } });
    return run('status');
  };

  test('is fine when all is as deployed', async () => {
    const { status, stdout } = await show([hotel], [composition()]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/✔ hotel up, does the tasks of hotel/);
    expect(stdout).toMatch(/trip version 2 active, hotel on hotel, trip on orchestrator\n +3 sagas run\n/);
  });

  test('leaves out versions that nobody needs any more', async () => {
    const old = { current: false, version: 1, sagas: { active: 0, withIncidents: 0 } };
    expect((await show([hotel], [composition(old), composition()])).stdout).not.toContain('version 1');
    const ending = composition({ ...old, sagas: { active: 1, withIncidents: 0 } });
    expect((await show([hotel], [ending, composition()])).stdout).toContain('version 1 ends its sagas');
  });

  test.each<[string, HostView, CompositionView, string]>([
    [
      'drift',
      { ...hotel, drift: [{ reason: 'hotel has another text of trip.bpmn.' }] },
      composition(),
      'drift hotel has another',
    ],
    ['a host that is away', { ...hotel, state: 'away' }, composition(), 'start the service hotel'],
    ['a version that waits', hotel, pending, 'hotel has not answered'],
    [
      'incidents',
      hotel,
      composition({ sagas: { active: 3, withIncidents: 2 } }),
      '3 sagas run, 2 with incidents',
    ],
  ])('shows %s', async (_, host, version, text) => {
    const { status, stdout } = await show([host], [version]);
    expect(status).toBe(1);
    expect(stdout).toContain(text);
  });

  test('reports in JSON', async () => {
    await show([hotel], [composition()]);
    expect(JSON.parse((await run('status', '--json')).stdout)).toMatchObject({
      hosts: [{ host: 'hotel' }],
      compositions: [{ compositionId: 'trip' }],
    });
  });
});

describe('partitura start', () => {
  const begun = { sagaId: 'trip/1', state: 'active', reason: null };

  test('begins a saga', async () => {
    orchestrator.answer('POST /v2/process-instances', { body: begun });
    folder.write('trip.json', '{"city": "Ghent"}');
    expect(await run('start', 'trip', '--variables', '@trip.json', '--saga-id', 'trip/1')).toEqual({
      status: 0,
      stdout: 'trip/1 begun\n',
      stderr: '',
    });
    expect(JSON.parse(orchestrator.requests[0]?.body ?? '')).toEqual({
      processDefinitionId: 'trip',
      variables: { city: 'Ghent' },
      sagaId: 'trip/1',
    });
  });

  test.each([
    ['completed', null, 0, 'trip/1 completed\n'],
    ['compensated', 'TIMEOUT', 1, 'trip/1 compensated (TIMEOUT)\n'],
    ['active', null, 1, 'trip/1 has not ended within 5 s; it goes on\n'],
    ['incident', null, 1, 'trip/1 waits for a person: it has an incident\n'],
  ])('waits for the end: %s', async (state, reason, status, stdout) => {
    orchestrator.answer('POST /v2/process-instances', { body: begun });
    orchestrator.answer('GET /v2/sagas/trip%2F1', { body: { ...begun, state, reason } });
    expect(await run('start', 'trip', '--wait', '5')).toEqual({ status, stdout, stderr: '' });
    expect(orchestrator.requests[1]?.what).toBe('GET /v2/sagas/trip%2F1?wait=5');
  });

  test('says why a process cannot be started', async () => {
    const problem = { title: 'NOT_FOUND', detail: 'No process definition trap is deployed.' };
    orchestrator.answer('POST /v2/process-instances', { status: 404, body: problem });
    const { status, stderr } = await run('start', 'trap');
    expect({ status, stderr }).toEqual({ status: 1, stderr: `${problem.detail}\n` });
  });

  test.each(['{', '[]', '@gone.json'])('does not understand the variables %s', async (variables) => {
    const { status, stderr } = await run('start', 'trip', '--variables', variables);
    expect(status).toBe(2);
    expect(stderr).toContain('@FILE');
  });
});

test.each([['deploy', order], ['status'], ['start', 'trip']])(
  'says how to start an orchestrator where none answers: %s',
  async (...args) => {
    await orchestrator.close();
    const { status, stderr } = await run(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/Nothing answers at http.* Start the system with "npm start"/);
    expect((await folder.run(...args, '--url', 'nowhere')).stderr).toContain(
      'is no address of an orchestrator',
    );
    orchestrator = await startFakeOrchestrator();
  },
);

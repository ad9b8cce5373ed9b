import { models } from '@partitura/testing';
import { startOrchestrator, type TestOrchestrator } from './test-orchestrator';

const {
  callActivity,
  catchEvent,
  decisionModel,
  decisionTask,
  formModel,
  messageElement,
  sequence,
  startEvent,
  userTask,
} = models;

let site: TestOrchestrator;
beforeAll(async () => {
  site = await startOrchestrator();
});
afterAll(() => site.close());

const caller = (binding: string) =>
  sequence('caller', [startEvent(), callActivity('call', 'called', binding)]);
const called = (more = '') => sequence('called', [startEvent(), userTask(`work${more}`)]);

const entries = (body: Record<string, unknown>) =>
  body.deployments as Record<string, Record<string, unknown>>[];
const problems = (body: Record<string, unknown>) =>
  (body.problems as { resource: string; element: string; message: string }[]).map(({ resource, element }) => [
    resource,
    element,
  ]);

it('answers with every process, decision, requirements graph and form', async () => {
  const { status, body } = await site.deploy({
    'all.bpmn': sequence('all', [startEvent(), decisionTask('decide', 'price')]),
    'price.dmn': decisionModel('price', '1 + 1', 'Price'),
    'name.form': formModel('name'),
  });
  expect(status).toBe(200);
  const key = expect.stringMatching(/^[1-9][0-9]*$/) as string;
  expect(entries(body)).toEqual([
    {
      processDefinition: {
        processDefinitionId: 'all',
        processDefinitionVersion: 1,
        processDefinitionKey: key,
        resourceName: 'all.bpmn',
        tenantId: '<default>',
      },
    },
    {
      decisionDefinition: {
        decisionDefinitionId: 'price',
        decisionDefinitionKey: key,
        name: 'Price',
        version: 1,
        decisionRequirementsId: 'price-graph',
        decisionRequirementsKey: key,
        tenantId: '<default>',
      },
    },
    {
      decisionRequirements: {
        decisionRequirementsId: 'price-graph',
        decisionRequirementsKey: key,
        decisionRequirementsName: 'Price',
        decisionRequirementsVersion: 1,
        resourceName: 'price.dmn',
        tenantId: '<default>',
      },
    },
    { form: { formId: 'name', formKey: key, version: 1, resourceName: 'name.form', tenantId: '<default>' } },
  ]);
});

describe('JSON Schemas', () => {
  const keeps = (structure: string) =>
    sequence(
      'keeps',
      [startEvent(['message', 'Kept']), catchEvent('wait', ['message', 'Kept'])],
      messageElement('Kept', '=id').replace('<bpmn:message ', '<bpmn:message itemRef="item" ') +
        `<bpmn:itemDefinition id="item" structureRef="${structure}" />`,
    );
  const kept = (more = '') => `{"required": ["id"], "properties": {"id": {"type": "integer"}${more}}}`;

  it('are deployed as resources, with versions of their own', async () => {
    const { status, body } = await site.deploy({ 'kept.schema.json': kept() });
    expect(status).toBe(200);
    expect(entries(body)).toEqual([
      {
        resource: {
          resourceId: 'kept.schema.json',
          resourceKey: expect.stringMatching(/^[1-9][0-9]*$/) as string,
          resourceName: 'kept.schema.json',
          version: 1,
          tenantId: '<default>',
        },
      },
    ]);
    const { body: next } = await site.deploy({ 'kept.schema.json': kept(', "a": {}') });
    expect(entries(next)).toMatchObject([{ resource: { version: 2 } }]);
  });

  it('are refused with the reason when they are none, and models when theirs are not there', async () => {
    const { status, body } = await site.deploy({
      'broken.schema.json': '{"type": "text"}',
      'keeps.bpmn': keeps('nowhere.schema.json'),
    });
    expect(status).toBe(400);
    expect(problems(body)).toEqual([['broken.schema.json', 'broken.schema.json']]);
    const { body: missing } = await site.deploy({ 'keeps.bpmn': keeps('nowhere.schema.json') });
    expect(missing).toMatchObject({
      status: 400,
      detail: expect.stringContaining('the schema nowhere.schema.json is not deployed') as string,
    });
  });

  it('answer 400 to a message that breaks the one of its receiver', async () => {
    expect((await site.deploy({ 'keeps.bpmn': keeps('kept.schema.json') })).status).toBe(200);
    const send = (path: string, variables: object) =>
      site.call('POST', `/v2/messages/${path}`, { name: 'Kept', correlationKey: '', variables });
    for (const path of ['publication', 'correlation'])
      expect(await send(path, { id: 'x' })).toMatchObject({
        status: 400,
        body: { title: 'INVALID_ARGUMENT', detail: expect.stringContaining('id must be integer') as string },
      });
    expect((await send('correlation', { id: 7 })).status).toBe(200);
  });
});

it('refuses what is bound to the deployment and is not part of it, by its element', async () => {
  const { status, body } = await site.deploy({
    'caller.bpmn': caller('deployment'),
    'decides.bpmn': sequence('decides', [startEvent(), decisionTask('decide', 'nothing', 'deployment')]),
  });
  expect(status).toBe(400);
  expect(problems(body)).toEqual([
    ['caller.bpmn', 'call'],
    ['decides.bpmn', 'decide'],
  ]);
  expect((await site.deploy({ 'caller.bpmn': caller('latest') })).status).toBe(200);
});

it('deploys calls in a circle, which are recursion', async () => {
  const call = (id: string, other: string) =>
    sequence(id, [startEvent(), callActivity('call', other, 'deployment')]);
  expect((await site.deploy({ 'a.bpmn': call('a', 'b'), 'b.bpmn': call('b', 'a') })).status).toBe(200);
});

it('refuses one id twice, and everything with it', async () => {
  const { status, body } = await site.deploy({
    'one.bpmn': sequence('twice', [startEvent()]),
    'two.bpmn': sequence('twice', [startEvent(), userTask('wait')]),
    'fine.bpmn': sequence('fine', [startEvent()]),
    'one.dmn': decisionModel('same', '1'),
    'two.dmn': decisionModel('same', '2'),
  });
  expect(status).toBe(400);
  expect(problems(body)).toEqual([
    ['two.bpmn', 'twice'],
    ['two.dmn', 'same-graph'],
  ]);
  expect((await site.call('POST', '/v2/process-instances', { processDefinitionId: 'fine' })).status).toBe(
    404,
  );
});

it.each([
  ['broken.dmn', 'no xml'],
  ['broken.form', '{"components": []}'],
  ['broken.form', 'no json'],
  ['broken.bpmn', 'no xml'],
])('refuses %s of %j', async (name, content) => {
  const { status, body } = await site.deploy({
    [name]: content,
    'fine.bpmn': sequence('good', [startEvent()]),
  });
  expect(status).toBe(400);
  expect(problems(body).map(([resource]) => resource)).toContain(name);
});

it('refuses decisions that require one another in a circle', async () => {
  const decision = (id: string, other: string) =>
    `<decision id="${id}" name="${id}"><variable name="${id}" /><informationRequirement id="r-${id}"><requiredDecision href="#${other}" /></informationRequirement><literalExpression><text>${other}</text></literalExpression></decision>`;
  const { status, body } = await site.deploy({
    'circle.dmn': `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="circle" name="circle" namespace="n">${decision('one', 'two')}${decision('two', 'one')}</definitions>`,
  });
  expect(status).toBe(400);
  expect(problems(body)[0]?.[0]).toBe('circle.dmn');
});

it('calls the version of the same deployment, however the others go on', async () => {
  await site.deploy({ 'caller.bpmn': caller('deployment'), 'called.bpmn': called() });
  await site.deploy({ 'called.bpmn': called('-newer') });
  const workOf = async () => {
    const { body } = await site.call('POST', '/v2/process-instances', { processDefinitionId: 'caller' });
    const found = await site.call('POST', '/v2/user-tasks/search', { filter: { sagaId: body.sagaId } });
    return (found.body.items as { elementId: string }[]).map(({ elementId }) => elementId);
  };
  expect(await workOf()).toEqual(['work']);
  // The caller has not changed: it gets a version beside what has.
  await site.deploy({ 'caller.bpmn': caller('deployment'), 'called.bpmn': called('-newest') });
  expect(await workOf()).toEqual(['work-newest']);
});

it('counts the versions of a process, whichever file it comes in', async () => {
  const deploy = async (name: string, content: string) => {
    const { body } = await site.deploy({ [name]: content });
    return entries(body)[0]?.processDefinition?.processDefinitionVersion;
  };
  expect(await deploy('v.bpmn', sequence('versions', [startEvent()]))).toBe(1);
  expect(await deploy('v.bpmn', sequence('versions', [startEvent()]))).toBe(1);
  expect(await deploy('v.bpmn', sequence('versions', [startEvent(), userTask('a')]))).toBe(2);
  const start = (processDefinitionVersion: number) =>
    site.call('POST', '/v2/process-instances', { processDefinitionId: 'versions', processDefinitionVersion });
  expect((await start(1)).body.state).toBe('completed');
  expect((await start(2)).body.state).toBe('active');
  expect((await start(3)).status).toBe(404);
});

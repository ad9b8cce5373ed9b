import { models } from '@partitura/testing';
import { startOrchestrator, type TestOrchestrator } from './test-orchestrator';

const { catchEvent, decisionModel, messageElement, sequence, signalElement, startEvent, userTask } = models;

let site: TestOrchestrator;
beforeAll(async () => {
  const condition =
    '<bpmn:startEvent id="begin"><bpmn:conditionalEventDefinition><bpmn:condition>=amount &gt; 10</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent>';
  site = await startOrchestrator({
    'order.bpmn': sequence(
      'order',
      [startEvent(), catchEvent('wait', ['message', 'Paid'])],
      messageElement('Paid', '=orderId'),
    ),
    'shift.bpmn': sequence(
      'shift',
      [startEvent(), catchEvent('wait', ['signal', 'Closed'])],
      signalElement('Closed'),
    ),
    'alarm.bpmn': sequence('alarm', [condition, userTask('look')]),
    'price.dmn': decisionModel('price', 'amount * 2', 'Price'),
  });
});
afterAll(() => site.close());

const start = async (processDefinitionId: string, variables = {}) =>
  (await site.call('POST', '/v2/process-instances', { processDefinitionId, variables })).body as unknown as {
    sagaId: string;
    processInstanceKey: string;
  };
const ended = async (sagaId: string) => (await site.call('GET', `/v2/sagas/${sagaId}?wait=10`)).body.state;
const key = expect.stringMatching(/^[1-9][0-9]*$/) as string;

it('publishes a message, buffered for as long as it says', async () => {
  const message = { name: 'Paid', correlationKey: 'o-1', timeToLive: 60_000, messageId: 'id-1' };
  const first = await site.call('POST', '/v2/messages/publication', message);
  expect(first).toMatchObject({ status: 200, body: { messageKey: key, tenantId: '<default>' } });
  expect(await site.call('POST', '/v2/messages/publication', message)).toMatchObject({
    status: 409,
    body: { title: 'ALREADY_EXISTS' },
  });
  const { sagaId } = await start('order', { orderId: 'o-1' });
  expect(await ended(sagaId)).toBe('completed');
});

it('correlates a message with who waits, and says with whom', async () => {
  const message = { name: 'Paid', correlationKey: 'o-2', variables: { amount: 1 } };
  expect((await site.call('POST', '/v2/messages/correlation', message)).status).toBe(404);
  const { sagaId, processInstanceKey } = await start('order', { orderId: 'o-2' });
  const { status, body } = await site.call('POST', '/v2/messages/correlation', message);
  expect(status).toBe(200);
  expect(body).toMatchObject({ messageKey: key, processInstanceKey });
  expect(await ended(sagaId)).toBe('completed');
});

it('broadcasts a signal', async () => {
  const waiting = [await start('shift'), await start('shift')];
  const { status, body } = await site.call('POST', '/v2/signals/broadcast', { signalName: 'Closed' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ signalKey: key, tenantId: '<default>' });
  for (const { sagaId } of waiting) expect(await ended(sagaId)).toBe('completed');
});

it('evaluates a decision', async () => {
  const evaluate = (body: Record<string, unknown>) =>
    site.call('POST', '/v2/decision-definitions/evaluation', body);
  const { status, body } = await evaluate({ decisionDefinitionId: 'price', variables: { amount: 2 } });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    output: '4',
    decisionDefinitionId: 'price',
    decisionDefinitionName: 'Price',
    decisionDefinitionVersion: 1,
    decisionRequirementsId: 'price-graph',
  });
  const again = await evaluate({
    decisionDefinitionKey: body.decisionDefinitionKey,
    variables: { amount: 3 },
  });
  expect(again.body.output).toBe('6');
  expect((await evaluate({ decisionDefinitionId: 'nothing' })).status).toBe(404);
  expect((await evaluate({})).status).toBe(400);
});

it('begins processes whose condition is true', async () => {
  const evaluate = async (variables: Record<string, unknown>) =>
    (await site.call('POST', '/v2/conditionals/evaluation', { variables })).body.processInstances as {
      processInstanceKey: string;
    }[];
  expect(await evaluate({ amount: 1 })).toEqual([]);
  expect(await evaluate({})).toEqual([]);
  const [begun] = await evaluate({ amount: 11 });
  const instance = await site.call('GET', `/v2/process-instances/${begun?.processInstanceKey}`);
  expect(instance.body).toMatchObject({ processDefinitionId: 'alarm', state: 'ACTIVE' });
});

it.each([
  ['/v2/messages/publication', {}],
  ['/v2/messages/publication', { name: 'Paid', timeToLive: -1 }],
  ['/v2/messages/correlation', { correlationKey: 'k' }],
  ['/v2/signals/broadcast', { name: 'Closed' }],
  ['/v2/conditionals/evaluation', {}],
])('answers POST %s %j with problem JSON 400', async (path, body) => {
  expect(await site.call('POST', path, body)).toMatchObject({ status: 400, body: { status: 400 } });
});

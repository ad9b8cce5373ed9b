import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModel } from '../document/read-model';
import { collaboration, extensions, flows, message, messageEvent, property } from '../testing/model-xml';
import { type Change, compareModels } from './compare-models';

const demo = readFileSync(join(__dirname, '../../../../processes/order-fulfilment.bpmn'), 'utf8');

const diagram = (x: number): string =>
  `<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="d"><bpmndi:BPMNPlane bpmnElement="collaboration"><bpmndi:BPMNShape id="s" bpmnElement="charge"><dc:Bounds x="${x}" y="0" width="100" height="80" /></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`;

const charge = `<serviceTask id="charge" name="Charge card">${extensions('<zeebe:taskDefinition type="charge" retries="3" /><zeebe:ioMapping><zeebe:input source="=total" target="amount" /></zeebe:ioMapping>' + property('timeout', 'PT15S'))}</serviceTask>`;
const timer =
  '<intermediateCatchEvent id="wait"><timerEventDefinition id="t"><timeDuration id="td" xsi:type="bpmn:tFormalExpression">PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>';

/** `order` asks `payment`, which charges, waits and decides. */
const model = collaboration(
  {
    order: {
      process: `<startEvent id="begin" />${messageEvent('endEvent', 'ask', 'payment-due')}${flows('begin ask')}`,
    },
    payment: {
      process: `${messageEvent('startEvent', 'due', 'payment-due')}${charge}${timer}<exclusiveGateway id="enough" default="enough_no" /><endEvent id="yes" /><endEvent id="no" />${flows('due charge wait enough', 'enough no')}<sequenceFlow id="enough_yes" sourceRef="enough" targetRef="yes"><conditionExpression xsi:type="bpmn:tFormalExpression">=total &gt; 1</conditionExpression></sequenceFlow>`,
    },
  },
  [['ask', 'due']],
  `${message('payment-due')}${diagram(10)}`,
);

async function changes(before: string, after: string): Promise<readonly Change[]> {
  return compareModels(await readModel(before), await readModel(after));
}

/** The changes as `participant: sentence`. */
async function told(before: string, after: string): Promise<readonly string[]> {
  if (before === after) throw new Error('The edit changes nothing.');
  return (await changes(before, after)).map(
    ({ participant, message: said }) => `${participant ?? 'all'}: ${said}`,
  );
}

test('a model does not differ from itself', async () => {
  expect(await changes(model, model)).toEqual([]);
  expect(await changes(demo, demo.replaceAll(/\n\s*/g, '\n'))).toEqual([]);
});

test.each<[string, string | RegExp, string, string[]]>([
  [
    'a name',
    'name="Charge card"',
    'name="Charge"',
    ['payment: The service task "Charge card" (charge) is now called "Charge".'],
  ],
  [
    'a name that is gone',
    ' name="Charge card"',
    '',
    ['payment: The service task "Charge card" (charge) has no name any more.'],
  ],
  [
    'a kind',
    /(<\/?bpmn:)serviceTask/g,
    '$1sendTask',
    ['payment: "Charge card" (charge) is now a send task; it was a service task.'],
  ],
  [
    'a job type',
    'type="charge"',
    'type="debit"',
    ["payment: The job type of the service task \"Charge card\" (charge) is now 'debit'; it was 'charge'."],
  ],
  [
    'a mapping',
    'source="=total"',
    'source="=sum"',
    [
      "payment: The input mapping amount of the service task \"Charge card\" (charge) is now '=sum'; it was '=total'.",
    ],
  ],
  [
    'a mapping that is gone',
    /<zeebe:ioMapping>.*?<\/zeebe:ioMapping>/,
    '',
    [
      'payment: The input mapping amount of the service task "Charge card" (charge) is gone; it was \'=total\'.',
    ],
  ],
  [
    'a property',
    'value="PT15S"',
    'value="PT20S"',
    [
      "payment: The property timeout of the service task \"Charge card\" (charge) is now 'PT20S'; it was 'PT15S'.",
    ],
  ],
  [
    'a condition',
    '=total &gt; 1<',
    '=total &gt; 2<',
    ["payment: The condition of the sequence flow enough_yes is now '=total > 2'; it was '=total > 1'."],
  ],
  [
    'a timer',
    'PT1H',
    'PT2H',
    [
      "payment: The timer (timeDuration) of the timer intermediate catch event wait is now 'PT2H'; it was 'PT1H'.",
    ],
  ],
  [
    'a default flow',
    'default="enough_no"',
    'default="enough_yes"',
    ["payment: The default flow of the exclusive gateway enough is now 'enough_yes'; it was 'enough_no'."],
  ],
  [
    'where a flow leads',
    'targetRef="yes"',
    'targetRef="no"',
    ["payment: The target of the sequence flow enough_yes is now 'no'; it was 'yes'."],
  ],
  [
    'a message that is renamed',
    'name="payment-due"',
    'name="due"',
    ['all: The message "payment-due" (message-payment-due) is now called "due".'],
  ],
  [
    'a pool that is renamed',
    'name="payment"',
    'name="billing"',
    ['billing: The pool "payment" (pool-payment) is now called "billing".'],
  ],
  [
    'a message flow that is gone',
    /<bpmn:messageFlow[^>]*>/,
    '',
    ['order: The message flow ask-due from ask to due of payment is gone.'],
  ],
  [
    'elements that are new',
    '<bpmn:endEvent id="yes" />',
    '<bpmn:endEvent id="yes" /><bpmn:userTask id="look" name="Look" /><bpmn:sequenceFlow id="f" sourceRef="enough" targetRef="look" />',
    [
      'payment: The user task "Look" (look) is new.',
      'payment: The sequence flow f from enough to "Look" (look) is new.',
    ],
  ],
  ['a drawing', 'x="10"', 'x="20"', ['payment: The drawing of one element has changed: charge.']],
  [
    'what nobody knows',
    'id="begin"',
    'id="begin" camunda:asyncBefore="true"',
    ["order: The camunda:asyncBefore of the start event begin is new: 'true'."],
  ],
])('tells of %s', async (_, from, to, expected) => {
  expect(await told(model, model.replace(from, to))).toEqual(expected);
});

test('tells what was gone when it comes back', async () => {
  const without = model.replace(/<bpmn:messageFlow[^>]*>/, '');
  expect(await told(without, model)).toEqual([
    'order: The message flow ask-due from ask to due of payment is new.',
  ]);
});

test('tells of an order of flows that matters', async () => {
  const gateway = (first: string, second: string): string =>
    collaboration({
      a: {
        process: `<startEvent id="s" /><exclusiveGateway id="g" /><endEvent id="x" /><endEvent id="y" />${flows('s g', `g ${first}`, `g ${second}`)}`,
      },
    });
  expect(await told(gateway('x', 'y'), gateway('y', 'x'))).toEqual([
    "a: The order of the flows of the exclusive gateway g is now 'g_y, g_x'; it was 'g_x, g_y'.",
  ]);
});

test('gives data for programs', async () => {
  expect(await changes(model, model.replace('type="charge"', 'type="debit"'))).toEqual([
    {
      participant: 'payment',
      change: 'changed',
      elements: ['charge'],
      kind: 'service task',
      property: 'job type',
      before: 'charge',
      after: 'debit',
      message: expect.stringContaining('job type') as string,
    },
  ]);
});

test('goes by participant', async () => {
  const after = model
    .replace('id="begin"', 'id="begin" name="Begin"')
    .replace('name="Charge card"', 'name="Charge"')
    .replace('name="payment-due"', 'name="due"');
  expect((await changes(model, after)).map(({ participant }) => participant)).toEqual([
    null,
    'order',
    'payment',
  ]);
});

import { readModel } from '../document/read-model';
import { differences } from '../document/testing/differences';
import { xmlTree } from '../document/testing/xml-tree';
import { ScoreRefusedError } from '../problem';
import {
  collaboration,
  definitions,
  flows,
  message,
  messageEvent,
  nodeOf,
  processOf,
} from '../testing/model-xml';
import { compileScore } from '../compile-score';
import { type FragmentFile, fragmentFor, splitModel } from './split-model';

const start = '<startEvent id="begin" />';
const thrown = (id: string, name?: string): string => messageEvent('intermediateThrowEvent', id, name);
const caught = (id: string, name?: string): string => messageEvent('intermediateCatchEvent', id, name);

/** `customer` asks `order`, which asks `payment`; payment answers. */
const model = collaboration(
  {
    customer: {},
    order: {
      name: 'Order Service',
      process: `${messageEvent('startEvent', 'asked', 'order')}${thrown('ask', 'charge')}${caught('heard', 'charged')}<endEvent id="end" />${flows('asked ask heard end')}`,
    },
    payment: {
      process: `${messageEvent('startEvent', 'due', 'charge')}${messageEvent('endEvent', 'tell', 'charged')}${flows('due tell')}`,
    },
  },
  [
    ['pool-customer', 'asked'],
    ['ask', 'due'],
    ['tell', 'heard'],
  ],
  `${message('order')}${message('charge')}${message('charged')}<error id="unused" errorCode="X" />`,
);

const split = async (xml: string): Promise<readonly FragmentFile[]> => splitModel(await readModel(xml));

async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'not refused';
  } catch (error) {
    if (error instanceof ScoreRefusedError) return error.message;
    throw error;
  }
}

describe('splitting', () => {
  test('gives a file for each pool, those without a process included', async () => {
    const files = await split(model);
    expect(files.map(({ fileName }) => fileName)).toEqual([
      'customer.bpmn',
      'order-service.bpmn',
      'payment.bpmn',
    ]);
    expect(files.map(({ participant }) => participant)).toEqual(['customer', 'order-service', 'payment']);
  });

  test('gives each file a name of its own, whatever the pools are called', async () => {
    const odd = collaboration({
      a: { name: 'Stock' },
      b: { name: 'stock!' },
      c: { name: '' },
      d: { name: '注文' },
    });
    expect((await split(odd)).map(({ participant }) => participant)).toEqual([
      'stock',
      'stock-2',
      'pool-c',
      'pool-d',
    ]);
  });

  test('keeps what the pool needs, and leads its message flows to the bus', async () => {
    const [, , payment] = await split(model);
    const xml = payment?.xml.replace(/<partitura:whole>.*<\/partitura:whole>/s, '') ?? '';
    expect(xml).toContain('<bpmn:process id="payment"');
    expect(xml).not.toContain('id="order"');
    expect(xml).toContain('<bpmn:participant id="Bus" name="Bus">');
    expect(xml).toMatch(/<bpmn:messageFlow id="ask-due" sourceRef="Bus" targetRef="due">/);
    expect(xml).toMatch(/<bpmn:messageFlow id="tell-heard" sourceRef="tell" targetRef="Bus">/);
    expect(xml).not.toContain('id="pool-customer-asked"');
    expect(xml.match(/<bpmn:message id="[^"]+"/g)).toEqual([
      '<bpmn:message id="message-charge"',
      '<bpmn:message id="message-charged"',
    ]);
    expect(xml).not.toContain('unused');
  });

  test('says what is at the other end of a message flow', async () => {
    const [, order] = await split(model);
    const whole = await compileScore(model);
    const score = await compileScore(order?.xml ?? '');
    expect(score.id).toBe('collaboration');
    expect(score.participants).toEqual(whole.participants);
    expect(score.messageFlows).toEqual(whole.messageFlows);
    expect(score.processes.map(({ id }) => id)).toEqual(['order']);
    expect(nodeOf(score, 'ask').message?.receivers).toEqual([
      { participant: 'payment', processId: 'payment', elementId: 'due' },
    ]);
    expect(nodeOf(score, 'heard').message?.inner).toBe(true);
    expect(nodeOf(score, 'asked').message?.inner).toBe(false);
  });

  test('gives the name that another flow has given to a message', async () => {
    const unnamed = collaboration(
      {
        a: { process: `${start}${thrown('ask')}${flows('begin ask')}` },
        b: { process: messageEvent('startEvent', 'b-asked', 'question') },
        c: { process: messageEvent('startEvent', 'c-asked') },
      },
      [
        ['ask', 'b-asked'],
        ['ask', 'c-asked'],
      ],
      message('question'),
    );
    const score = await compileScore(await fragmentFor(await readModel(unnamed), ['a', 'c']));
    expect(nodeOf(score, 'ask').message?.name.constant).toBe('question');
    expect(nodeOf(score, 'c-asked').message?.name.constant).toBe('question');
  });

  test('knows the event that a flow to the border of a pool means', async () => {
    const bare = collaboration(
      {
        a: { process: `${start}${thrown('ask', 'm')}${flows('begin ask')}` },
        b: { process: messageEvent('startEvent', 'asked', 'm') },
      },
      [['ask', 'pool-b']],
      message('m'),
    );
    const document = await readModel(bare);
    const asking = await compileScore(await fragmentFor(document, ['a']));
    expect(nodeOf(asking, 'ask').message?.receivers).toEqual([
      { participant: 'b', processId: 'b', elementId: 'asked' },
    ]);
    const asked = await compileScore(await fragmentFor(document, ['b']));
    expect(nodeOf(asked, 'asked').message?.inner).toBe(true);
  });

  test('gives the same text each time', async () => {
    const [first, second] = [await split(model), await split(model)];
    expect(first).toEqual(second);
    const document = await readModel(model);
    expect(await fragmentFor(document, ['payment', 'Order Service'])).toBe(
      await fragmentFor(document, ['order-service', 'payment']),
    );
  });

  test('leaves the model as it was', async () => {
    const document = await readModel(model);
    const [first] = await splitModel(document);
    const [again] = await splitModel(document);
    expect(again).toEqual(first);
  });

  test('draws the bus beside the pool, and straight lines to it', async () => {
    const shape = (id: string, x: number, y: number, width: number, height: number): string =>
      `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>`;
    const diagram = `<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d"><bpmndi:BPMNPlane bpmnElement="collaboration">${shape('pool-payment', 0, 0, 600, 200)}${shape('due', 100, 82, 36, 36)}${shape('tell', 400, 82, 36, 36)}<bpmndi:BPMNEdge id="e" bpmnElement="ask-due"><di:waypoint x="118" y="-300" /><di:waypoint x="118" y="82" /></bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`;
    const drawn = model.replace('</bpmn:definitions>', `${diagram}</bpmn:definitions>`);
    const xml = await fragmentFor(await readModel(drawn), ['payment']);
    const plane = xml.slice(xml.lastIndexOf('<bpmndi:BPMNPlane'));
    expect(plane).toContain(
      '<bpmndi:BPMNShape id="Bus_di" bpmnElement="Bus" isHorizontal="true">\n        <dc:Bounds x="0" y="260" width="600" height="60" />',
    );
    const lines = [...plane.matchAll(/<di:waypoint x="(\d+)" y="(\d+)" \/>/g)].map(([, x, y]) => [x, y]);
    expect(lines).toEqual([
      ['118', '260'],
      ['118', '118'],
      ['418', '118'],
      ['418', '260'],
    ]);
  });

  test.each([
    ['a process without a pool', processOf(start), 'no collaboration with pools'],
    ['nothing', definitions(''), 'no collaboration with pools'],
    [
      'a process in two pools',
      definitions(
        '<collaboration id="c"><participant id="a" name="a" processRef="p" /><participant id="b" name="b" processRef="p" /></collaboration><process id="p" />',
      ),
      'b: the pools a and b share the process p',
    ],
    [
      'a pool without an id',
      definitions('<collaboration id="c"><participant name="a" /></collaboration>'),
      'the pool has no id',
    ],
    [
      'a flow without an id',
      definitions(
        '<collaboration id="c"><participant id="a" name="a" /><messageFlow sourceRef="a" targetRef="a" /></collaboration>',
      ),
      'A message flow has no id',
    ],
    [
      'a prefix that means something else',
      definitions('<collaboration id="c"><participant id="a" /></collaboration>', 'xmlns:partitura="urn:x"'),
      'The prefix partitura means urn:x',
    ],
  ])('refuses %s', async (_, xml, reason) => {
    expect(await refusalOf(split(xml))).toContain(reason);
  });

  test('refuses a fragment, and participants that the model does not have', async () => {
    const [customer] = await split(model);
    expect(await refusalOf(split(customer?.xml ?? ''))).toContain('is a fragment itself');
    expect(await refusalOf(fragmentFor(await readModel(model), ['stock']))).toBe(
      'stock: the model has no such participant. It has customer, order-service, payment.',
    );
  });

  test('a flow to the bus that nobody knows the other end of is refused when it is compiled', async () => {
    const [, order] = await split(model);
    const drawn = order?.xml.replace(/<partitura:otherEnd ref="due"[^>]*>/, '') ?? '';
    expect(await refusalOf(compileScore(drawn))).toContain(
      'ask-due: it leads to the bus, but does not say what is at its other end',
    );
  });

  test('a model of which nothing can run is split all the same', async () => {
    const odd = model.replaceAll('isExecutable="true"', 'isExecutable="false"');
    const files = await split(odd);
    expect(files).toHaveLength(3);
    expect(differences(xmlTree(odd), xmlTree(odd))).toEqual([]);
  });
});

import { readModel } from '../document/read-model';
import { differences } from '../document/testing/differences';
import { xmlTree } from '../document/testing/xml-tree';
import { ScoreRefusedError } from '../problem';
import { splitModel } from '../split/split-model';
import { collaboration, flows, message, messageEvent } from '../testing/model-xml';
import { joinFragments } from './join-fragments';

const diagram = `<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="diagram"><bpmndi:BPMNPlane bpmnElement="collaboration"><bpmndi:BPMNShape id="ask_di" bpmnElement="ask"><dc:Bounds x="1" y="2" width="36" height="36" /></bpmndi:BPMNShape><bpmndi:BPMNEdge id="ask-asked_di" bpmnElement="ask-asked"><di:waypoint x="1" y="2" /><di:waypoint x="1" y="90" /></bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`;

/** `a` asks `b`, which answers. */
const model = collaboration(
  {
    a: {
      process: `<startEvent id="begin" />${messageEvent('intermediateThrowEvent', 'ask', 'question')}${messageEvent('intermediateCatchEvent', 'heard', 'answer')}${flows('begin ask heard')}`,
    },
    b: {
      process: `${messageEvent('startEvent', 'asked', 'question')}${messageEvent('endEvent', 'tell', 'answer')}${flows('asked tell')}`,
    },
  },
  [
    ['ask', 'asked'],
    ['tell', 'heard'],
  ],
  message('question') + message('answer') + diagram,
);

type Edit = (xml: string) => string;
const unchanged: Edit = (xml) => xml;

/** Replaces in what a modeller sees of a fragment, the text of the whole excepted. */
const edit =
  (from: string | RegExp, to: string): Edit =>
  (xml) => {
    const [before = '', behind = ''] = xml.split('</partitura:whole>');
    if (behind.search(from) < 0) throw new Error(`There is no ${String(from)} in the fragment.`);
    return `${before}</partitura:whole>${behind.replace(from, to)}`;
  };

async function joined(editA: Edit, editB: Edit = unchanged): Promise<string> {
  const [a, b] = await splitModel(await readModel(model));
  return joinFragments([editA(a?.xml ?? ''), editB(b?.xml ?? '')]);
}

async function refusalOf(work: Promise<string>): Promise<string> {
  try {
    await work;
    return 'not refused';
  } catch (error) {
    if (error instanceof ScoreRefusedError) return error.message;
    throw error;
  }
}

const changes = async (work: Promise<string>): Promise<readonly string[]> =>
  differences(xmlTree(model), xmlTree(await work));

describe('what is edited in a fragment is taken', () => {
  test.each<[string, Edit, RegExp]>([
    ['a name', edit('id="begin"', 'id="begin" name="Now"'), /startEvent#begin @name: undefined became "Now"/],
    ['the pool', edit('name="a"', 'name="Asker"'), /participant#pool-a @name: "a" became "Asker"/],
    ['a position', edit('x="1" y="2"', 'x="10" y="20"'), /Bounds @x: "1" became "10"/],
    [
      'a new element',
      edit('<bpmn:startEvent', '<bpmn:task id="more" /><bpmn:startEvent'),
      /0 .*task became 1/,
    ],
    [
      'a new error',
      edit('</bpmn:definitions>', '<bpmn:error id="e" errorCode="X" /></bpmn:definitions>'),
      /0 .*error became 1/,
    ],
    [
      'a remark beside the pool',
      edit('</bpmn:collaboration>', '<bpmn:textAnnotation id="note" /></bpmn:collaboration>'),
      /0 .*textAnnotation became 1/,
    ],
    ['the end of a flow', edit('sourceRef="ask"', 'sourceRef="begin"'), /@sourceRef: "ask" became "begin"/],
  ])('%s', async (_, change, expected) => {
    const found = await changes(joined(change));
    expect(found.join('\n')).toMatch(expected);
  });

  test('a flow that both fragments have removed, with its edge', async () => {
    const removal = edit(/<bpmn:messageFlow id="ask-asked".*?<\/bpmn:messageFlow>/s, '');
    const xml = await joined(removal, removal);
    expect(xml).not.toContain('ask-asked');
    expect(xml).toContain('tell-heard');
  });

  test('a message that both fragments have renamed', async () => {
    const rename = edit('name="question"', 'name="inquiry"');
    expect(await changes(joined(rename, rename))).toEqual([
      '/definitions#Definitions/message#message-question @name: "question" became "inquiry"',
    ]);
  });

  test('attributes of a vendor, with their namespace', async () => {
    const xml = await joined((text) =>
      edit(
        'id="begin"',
        'id="begin" v:colour="red"',
      )(text).replace('xmlns:bpmn=', 'xmlns:v="urn:v" xmlns:bpmn='),
    );
    expect(xml).toContain('v:colour="red"');
    expect(xml).toContain('xmlns:v="urn:v"');
  });
});

describe('what does not fit is refused', () => {
  test.each<[string, Edit, Edit, string]>([
    [
      'a message that one of two has renamed',
      edit('name="question"', 'name="inquiry"'),
      unchanged,
      'message-question: the fragments a and b say different things of it (name). Make them the same in both.',
    ],
    [
      'a flow that one of two has lost',
      edit(/<bpmn:messageFlow id="ask-asked".*?<\/bpmn:messageFlow>/s, ''),
      unchanged,
      'ask-asked: the fragment a has lost this message flow, b still has it.',
    ],
    [
      'a flow that one of two has named',
      edit('<bpmn:messageFlow id="ask-asked"', '<bpmn:messageFlow id="ask-asked" name="Ask"'),
      unchanged,
      'ask-asked: the fragments a and b say different things of this message flow (name).',
    ],
    [
      'a flow whose element is gone',
      edit('sourceRef="ask"', 'sourceRef="gone"'),
      unchanged,
      'ask-asked: in the fragment a its sourceRef is no element of the fragment.',
    ],
    [
      'a new flow to the bus',
      edit(
        '<bpmn:messageFlow',
        '<bpmn:messageFlow id="new" sourceRef="begin" targetRef="Bus" /><bpmn:messageFlow',
      ),
      unchanged,
      'new: the fragment a has a new message flow, of which the other end is not known.',
    ],
    [
      'a new pool',
      edit('<bpmn:participant', '<bpmn:participant id="third" /><bpmn:participant'),
      unchanged,
      'third: the fragment a has a new pool.',
    ],
    [
      'a pool that is gone',
      edit('id="pool-a"', 'id="pool-x"'),
      unchanged,
      'pool-a: the fragment a has lost its pool.',
    ],
    [
      'a process that is gone',
      edit('processRef="a"', ''),
      unchanged,
      'a: the fragment a has lost its process.',
    ],
    [
      'one id in two fragments',
      edit('id="begin"', 'id="tell"'),
      unchanged,
      'tell: the fragments a and b both have an element with this id.',
    ],
    [
      'one prefix for two namespaces',
      (xml) => xml.replace('xmlns:bpmn=', 'xmlns:v="urn:1" xmlns:bpmn='),
      (xml) => xml.replace('xmlns:bpmn=', 'xmlns:v="urn:2" xmlns:bpmn='),
      'the prefix v means urn:2 in the fragment b, elsewhere urn:1.',
    ],
  ])('%s', async (_, editA, editB, reason) => {
    expect(await refusalOf(joined(editA, editB))).toContain(reason);
  });

  test('fragments that are missing, there twice, of other models or versions, or none', async () => {
    const [a, b] = (await splitModel(await readModel(model))).map(({ xml }) => xml);
    const of = async (change: Edit): Promise<string> =>
      (await splitModel(await readModel(change(model))))[1]?.xml ?? '';
    const other = await of((xml) =>
      xml
        .replace('id="collaboration"', 'id="other"')
        .replace('bpmnElement="collaboration"', 'bpmnElement="other"'),
    );
    const newer = await of((xml) => xml.replace('id="begin"', 'id="begin" name="later"'));
    expect(await refusalOf(joinFragments([]))).toContain('there is nothing to join');
    expect(await refusalOf(joinFragments([a ?? '']))).toBe('pool-b: the fragment b is missing. Add b.bpmn.');
    expect(await refusalOf(joinFragments([a ?? '', b ?? '', a ?? '']))).toContain(
      'pool-a: the fragment a is there 2 times.',
    );
    expect(await refusalOf(joinFragments([a ?? '', other]))).toContain('is of the model other');
    expect(await refusalOf(joinFragments([a ?? '', newer]))).toContain('are of different versions');
    expect(await refusalOf(joinFragments([a ?? '', model]))).toContain('is no fragment');
    expect(await refusalOf(joinFragments(['text']))).toContain('no XML');
  });
});

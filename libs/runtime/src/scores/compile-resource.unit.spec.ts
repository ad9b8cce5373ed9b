import { compileScore } from '@partitura/bpmn';
import { compileResource, ResourceRefusedError } from './compile-resource';

/** A buyer asks and waits; a seller answers, and `more` says what it does when its work fails. */
const model = (more: string, inside = ''): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="n">
<collaboration id="c">${inside}<participant id="a" name="buyer" processRef="p" /><participant id="b" name="seller" processRef="q" />
<messageFlow id="m1" sourceRef="ask" targetRef="asked" /><messageFlow id="m2" sourceRef="told" targetRef="answer" /></collaboration>
<process id="p" isExecutable="true"><startEvent id="s" />
<intermediateThrowEvent id="ask"><messageEventDefinition /></intermediateThrowEvent>
<intermediateCatchEvent id="answer"><messageEventDefinition /></intermediateCatchEvent>
<sequenceFlow id="f1" sourceRef="s" targetRef="ask" /><sequenceFlow id="f2" sourceRef="ask" targetRef="answer" /></process>
<process id="q" isExecutable="true"><startEvent id="asked"><messageEventDefinition /></startEvent><serviceTask id="work" />
<endEvent id="told"><messageEventDefinition /></endEvent>
<sequenceFlow id="f3" sourceRef="asked" targetRef="work" /><sequenceFlow id="f4" sourceRef="work" targetRef="told" />${more}</process></definitions>`;

const silent =
  '<boundaryEvent id="failed" attachedToRef="work"><errorEventDefinition /></boundaryEvent><endEvent id="over" /><sequenceFlow id="f5" sourceRef="failed" targetRef="over" />';

const setting = (value: string): string =>
  `<extensionElements><zeebe:properties><zeebe:property name="partitura.check.failure-not-propagated" value="${value}" /></zeebe:properties></extensionElements>`;

const compile = (content: string) => compileResource({ name: 'sale.bpmn', content }, compileScore);

it('refuses a composition that can hang, with the element and a run', async () => {
  const refused = await compile(model(silent)).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ResourceRefusedError);
  expect((refused as ResourceRefusedError).problems).toMatchObject([
    {
      rule: 'failure-not-propagated',
      element: 'answer',
      participant: 'buyer',
      path: ['s', 'ask', 'asked', 'work', 'failed', 'over', 'answer'],
    },
  ]);
});

it('takes one that cannot, without warnings', async () => {
  expect(await compile(model(''))).toMatchObject({ kind: 'bpmn', id: 'c', warnings: [] });
});

it('hands on what the model has turned down to a warning, and nothing that it has turned off', async () => {
  const warned = await compile(model(silent, setting('warn: they phone')));
  expect(warned.warnings).toMatchObject([{ severity: 'warning', reason: 'they phone' }]);
  expect((await compile(model(silent, setting('off: they phone')))).warnings).toEqual([]);
});

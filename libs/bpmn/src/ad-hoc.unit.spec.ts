import { compileScore } from './compile-score';
import type { FlowNode } from './model';
import { around, extensions, flows, message, nodeOf, processOf, refusalsOf } from './testing/model-xml';

const node = async (xml: string, id = 'x'): Promise<FlowNode> => nodeOf(await compileScore(xml), id);

const JOB = '<zeebe:taskDefinition type="work" />';

describe('ad-hoc sub-processes', () => {
  const box = (inside: string, attributes = '', content = ''): string =>
    processOf(
      around(`<adHocSubProcess id="x" ${attributes}>${content}${inside}</adHocSubProcess>`, 'x'),
      message('m', '=key'),
    );

  test('begin with what no flow reaches, events and gateways included', async () => {
    const timer = '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>';
    const inside = `<task id="a" /><task id="b" /><boundaryEvent id="on-b" attachedToRef="b">${timer}</boundaryEvent><intermediateCatchEvent id="wait">${timer}</intermediateCatchEvent><parallelGateway id="fork" /><task id="c" /><task id="undo" isForCompensation="true" /><boundaryEvent id="undone" attachedToRef="c"><compensateEventDefinition /></boundaryEvent><association id="as" sourceRef="undone" targetRef="undo" /><subProcess id="esp" triggeredByEvent="true"><startEvent id="on"><errorEventDefinition /></startEvent></subProcess>${flows('a b', 'fork c')}`;
    const { adHoc, eventSubProcesses } = await node(box(inside));
    expect(adHoc?.activities.map(({ id }) => id)).toEqual(['a', 'wait', 'fork']);
    expect(eventSubProcesses.map(({ id }) => id)).toEqual(['esp']);
  });

  test('say what to begin with, when to end and what to collect', async () => {
    const { adHoc } = await node(
      box(
        '<task id="a" /><completionCondition>=done</completionCondition>',
        'cancelRemainingInstances="false" ordering="Sequential"',
        extensions(
          '<zeebe:adHoc activeElementsCollection="=chosen" outputCollection="results" outputElement="=result" />',
        ),
      ),
    );
    expect(adHoc).toMatchObject({
      sequential: true,
      cancelRemainingInstances: false,
      outputCollection: 'results',
    });
    expect(adHoc?.activeElements?.evaluate({ chosen: ['a'] })).toEqual(['a']);
    expect(adHoc?.completionCondition?.evaluate({ done: true })).toBe(true);
  });

  test('begin with everything, beside each other, and cancel what remains by default', async () => {
    const { adHoc } = await node(box('<task id="a" />'));
    expect(adHoc).toMatchObject({ sequential: false, cancelRemainingInstances: true });
    expect(adHoc?.activeElements).toBeUndefined();
  });

  test.each<[string, string, string]>([
    ['nothing inside', box(''), 'ad-hoc x'],
    ['a gateway alone', box('<parallelGateway id="g" />'), 'ad-hoc x'],
    ['a start event', box('<startEvent id="s" /><task id="a" />'), 'ad-hoc s'],
    ['an end event', box(`<task id="a" /><endEvent id="e" />${flows('a e')}`), 'ad-hoc e'],
    ['only a circle', box(`<task id="a" /><task id="b" />${flows('a b a')}`), 'ad-hoc x'],
    ['a worker that chooses', box('<task id="a" />', '', extensions(JOB)), 'not-supported x'],
    [
      'constant active elements',
      box('<task id="a" />', '', extensions('<zeebe:adHoc activeElementsCollection="a" />')),
      'expression x',
    ],
    [
      'an output element alone',
      box('<task id="a" />', '', extensions('<zeebe:adHoc outputElement="=1" />')),
      'output x',
    ],
    ['a trigger', box('<task id="a" />', 'triggeredByEvent="true"'), 'not-supported x'],
  ])('are refused with %s', async (_, xml, refusal) => {
    expect(await refusalsOf(xml)).toContain(refusal);
  });
});

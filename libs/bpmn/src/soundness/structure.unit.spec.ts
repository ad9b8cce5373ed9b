import { compileScore } from '../compile-score';
import { composition, findingsOf, onError, onTimer, verdictOf } from '../testing/composition-xml';
import { flows, processOf } from '../testing/model-xml';
import { checkScore } from './check-score';

async function verdictOfProcess(content: string, roots = ''): Promise<readonly string[]> {
  return checkScore(await compileScore(processOf(content, roots))).map(
    ({ severity, rule, element }) => `${severity} ${rule} ${element}`,
  );
}

const task = (id: string): string => `<serviceTask id="${id}">${definition(id)}</serviceTask>`;
const definition = (type: string): string =>
  `<extensionElements><zeebe:taskDefinition type="${type}" /></extensionElements>`;
const error = '<error id="bad" name="BAD" errorCode="BAD" />';
const errorBoundary = (id: string, on: string): string =>
  `<boundaryEvent id="${id}" attachedToRef="${on}"><errorEventDefinition errorRef="bad" /></boundaryEvent>`;

describe('joins of a plain process', () => {
  const split = (kind: string, conditions = ''): string =>
    `<startEvent id="s" /><${kind} id="split" default="split_a">${conditions}</${kind}>${task('a')}${task('b')}`;
  const conditional = `<sequenceFlow id="split_b" sourceRef="split" targetRef="b"><conditionExpression xsi:type="bpmn:tFormalExpression">=x</conditionExpression></sequenceFlow>`;

  test('that cannot complete are a warning', async () => {
    const content = `${split('exclusiveGateway')}${conditional}<parallelGateway id="join" /><endEvent id="e" />${flows('s split a join e', 'b join')}`;
    expect(await verdictOfProcess(content)).toEqual(['warning deadlock join']);
  });

  test('that complete are none', async () => {
    const content = `<startEvent id="s" /><parallelGateway id="split" />${task('a')}${task('b')}<parallelGateway id="join" /><endEvent id="e" />${flows('s split a join e', 'split b join')}`;
    expect(await verdictOfProcess(content)).toEqual([]);
  });

  test('that are missing in a loop let tokens multiply', async () => {
    const content =
      `<startEvent id="s" /><exclusiveGateway id="again" /><parallelGateway id="split" />${task('a')}<endEvent id="e" />${flows('s again split a again', 'split e')}`.replace(
        flows('split e'),
        `${flows('split again')}${flows('split e')}`.replace('split_again', 'split_again_2'),
      );
    expect(await verdictOfProcess(content)).toContainEqual(
      expect.stringMatching(/^warning lack-of-synchronization/),
    );
  });
});

describe('loops', () => {
  test('that nothing leaves have no way to end', async () => {
    const content = `<startEvent id="s" /><exclusiveGateway id="again" />${task('a')}${flows('s again a again')}`;
    expect(await verdictOfProcess(content)).toEqual(['warning no-way-to-end s']);
  });

  test('that something interrupts have one', async () => {
    const content = `<startEvent id="s" /><exclusiveGateway id="again" />${task('a')}${errorBoundary('failed', 'a')}<endEvent id="e" />${flows('s again a again', 'failed e')}`;
    expect(await verdictOfProcess(content, error)).toEqual([]);
  });

  test('without an end that serve others keep nobody waiting', async () => {
    const clock = { lines: ['got-ask xor send-tick wait xor'] };
    expect(await verdictOf({ client: { lines: ['start send-ask get-tick end'] }, clock })).not.toContainEqual(
      expect.stringMatching(/^error/),
    );
  });
});

describe('boundary events', () => {
  test.each([
    ['an error on what cannot fail', '<manualTask id="a" />', errorBoundary('failed', 'a'), ['failed']],
    ['an error on a task of a service', task('a'), errorBoundary('failed', 'a'), []],
    [
      'an error of a code that nothing inside throws',
      `<subProcess id="a"><startEvent id="in" /><manualTask id="m" /><endEvent id="out" />${flows('in m out')}</subProcess>`,
      errorBoundary('failed', 'a'),
      ['failed'],
    ],
    [
      'an error that an end event inside throws',
      `<subProcess id="a"><startEvent id="in" /><endEvent id="out"><errorEventDefinition errorRef="bad" /></endEvent>${flows('in out')}</subProcess>`,
      errorBoundary('failed', 'a'),
      [],
    ],
    ['a timer on what takes no time', '<manualTask id="a" />', onTimer('failed', 'a'), ['failed']],
    ['a timer on a task of a service', task('a'), onTimer('failed', 'a', false), []],
  ])('%s', async (_, activity, boundary, silent) => {
    const content = `<startEvent id="s" />${activity}${boundary}<endEvent id="e" />${flows('s a e', 'failed e')}`;
    const verdict = await verdictOfProcess(content, error);
    expect(verdict).toEqual(silent.map((id) => `warning boundary-event-cannot-fire ${id}`));
  });
});

describe('an escalation that does not interrupt', () => {
  test('may be the last of its scope', async () => {
    const inside = `<startEvent id="in" /><endEvent id="out"><escalationEventDefinition escalationRef="late" /></endEvent>${flows('in out')}`;
    const content = `<startEvent id="s" /><subProcess id="a">${inside}</subProcess>
<boundaryEvent id="told" attachedToRef="a" cancelActivity="false"><escalationEventDefinition escalationRef="late" /></boundaryEvent>
<endEvent id="e" /><endEvent id="e2" />${flows('s a e', 'told e2')}`;
    const roots = '<escalation id="late" name="late" escalationCode="LATE" />';
    expect(await verdictOfProcess(content, roots)).toEqual([]);
  });
});

describe('errors that nothing catches', () => {
  const content = `<startEvent id="s" /><endEvent id="e"><errorEventDefinition errorRef="bad" /></endEvent>${flows('s e')}`;

  test('are a warning in a plain process', async () => {
    expect(await verdictOfProcess(content, error)).toEqual(['warning unhandled-error e']);
  });

  test('undo the saga in a composition', async () => {
    expect(await verdictOf({ shop: { lines: ['start error-BAD'] } })).toEqual([]);
  });
});

describe('messages that nobody takes', () => {
  test('in any run are an error', async () => {
    const lead = { lines: ['start send-ask get-done send-more end'] };
    const helper = { lines: ['got-ask race wait sent-done', 'race get-more end-2'] };
    expect(await verdictOf({ lead, helper })).toEqual(['error message-without-receiver get-more']);
  });

  test('in some run without a failure are a warning', async () => {
    const lead = { lines: ['start send-ask send-more end'] };
    const helper = { lines: ['got-ask xor get-more end-2', 'xor end-3'] };
    expect(await verdictOf({ lead, helper })).toEqual(['warning message-without-receiver get-more']);
  });

  test('because their receiver has failed are none', async () => {
    const lead = { lines: ['start send-ask send-more end'] };
    const helper = {
      lines: ['got-ask task get-more end-2', 'failed end-3'],
      more: onError('failed', 'task'),
    };
    expect(await verdictOf({ lead, helper })).toEqual([]);
  });
});

describe('a fragment that nobody begins', () => {
  test('is a warning at its start', async () => {
    const lead = { lines: ['start end'] };
    const helper = { lines: ['got-ask task send-never end-2'] };
    const asker = { lines: ['got-never send-ask end-3'] };
    const verdict = await verdictOf({ lead, helper, asker });
    expect(verdict).toContain('warning unreachable got-ask');
  });
});

describe('bounds', () => {
  test('are reached where somebody asks again and again, and nothing else is said', async () => {
    const buyer = { lines: ['start xor send-ask race get-answer end', 'race wait xor-2 xor', 'xor-2 end-2'] };
    const verdict = await verdictOf({ buyer, seller: { lines: ['got-ask task sent-answer'] } });
    expect(verdict).toEqual([expect.stringMatching(/^warning bound-reached/)]);
  });

  test('are said, and never passed in silence', async () => {
    const flood = { lines: ['start send-begin xor send-drop xor', 'xor end'] };
    const slow = { lines: ['got-begin xor-2 get-drop xor-2', 'xor-2 end-2'] };
    const [finding] = (await findingsOf({ flood, slow })).filter(({ rule }) => rule === 'bound-reached');
    expect(finding).toMatchObject({ severity: 'warning', element: 'get-drop' });
    expect(finding?.message).toMatch(/\d+ states were explored/);
  });
});

describe('what is sent otherwise than by a message flow', () => {
  test('by a worker is a warning where it is awaited', async () => {
    const more = `<sendTask id="sending"><extensionElements><zeebe:taskDefinition type="mail" /></extensionElements></sendTask>`;
    const xml = composition({
      lead: { lines: ['start send-ask get-answer end'] },
      helper: { lines: ['got-ask sending sent-answer'], more },
    });
    const flow = '<bpmn:messageFlow id="sent-answer-get-answer" sourceRef="sent-answer"';
    const score = await compileScore(
      xml
        .replace(flow, flow.replace('sourceRef="sent-answer"', 'sourceRef="sending"'))
        .replace(/<bpmn:endEvent id="sent-answer".*?<\/bpmn:endEvent>/, '<bpmn:endEvent id="sent-answer" />'),
    );
    expect(checkScore(score)).toMatchObject([
      { severity: 'warning', rule: 'message-never-sent', element: 'get-answer' },
    ]);
  });

  test('by a compensation handler comes only if the process undoes its own work', async () => {
    const handler = (throws: string): string =>
      `<serviceTask id="doing" /><boundaryEvent id="undo" attachedToRef="doing"><compensateEventDefinition /></boundaryEvent>
<sendTask id="sent-answer" isForCompensation="true" messageRef="message-answer" /><association id="link" sourceRef="undo" targetRef="sent-answer" />${throws}`;
    const lead = { lines: ['start send-ask get-answer end'] };
    expect(await verdictOf({ lead, helper: { lines: ['got-ask doing end-2'], more: handler('') } })).toEqual([
      'error message-never-sent get-answer',
    ]);
    const throws = '<intermediateThrowEvent id="back"><compensateEventDefinition /></intermediateThrowEvent>';
    expect(
      await verdictOf({ lead, helper: { lines: ['got-ask doing back end-2'], more: handler(throws) } }),
    ).toEqual([]);
  });
});

import { compileScore } from './compile-score';
import type { ElementKind } from './model';
import {
  around,
  extensions,
  flows,
  message,
  messageEvent,
  nodeOf,
  problemsOf,
  processOf,
  refusalsOf,
} from './testing/model-xml';

const JOB = extensions('<zeebe:taskDefinition type="work" />');
const ERROR = '<error id="error" errorCode="E" />';

describe('supported elements', () => {
  test.each<[ElementKind, string]>([
    ['undefinedTask', '<task id="x" />'],
    ['manualTask', '<manualTask id="x" />'],
    ['serviceTask', `<serviceTask id="x">${JOB}</serviceTask>`],
    ['userTask', '<userTask id="x" />'],
    ['receiveTask', '<receiveTask id="x" messageRef="message-m" />'],
    ['exclusiveGateway', '<exclusiveGateway id="x" />'],
    ['parallelGateway', '<parallelGateway id="x" />'],
    ['noneThrowEvent', '<intermediateThrowEvent id="x" />'],
    [
      'compensationThrowEvent',
      '<intermediateThrowEvent id="x"><compensateEventDefinition /></intermediateThrowEvent>',
    ],
    ['messageCatchEvent', messageEvent('intermediateCatchEvent', 'x', 'm')],
    [
      'timerCatchEvent',
      '<intermediateCatchEvent id="x"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></intermediateCatchEvent>',
    ],
    ['subProcess', '<subProcess id="x"><startEvent id="inner" /></subProcess>'],
  ])('%s', async (kind, element) => {
    const score = await compileScore(processOf(around(element, 'x'), message('m', '=key')));
    expect(nodeOf(score, 'x')).toMatchObject({ id: 'x', kind, isForCompensation: false });
    expect(nodeOf(score, 'x').incoming.map(({ source }) => source)).toEqual(['start']);
    expect(nodeOf(score, 'x').outgoing.map(({ target }) => target)).toEqual([nodeOf(score, 'end')]);
  });

  test.each<[ElementKind, string]>([
    ['noneEndEvent', ''],
    ['errorEndEvent', '<errorEventDefinition errorRef="error" />'],
    ['terminateEndEvent', '<terminateEventDefinition />'],
    ['compensationEndEvent', '<compensateEventDefinition />'],
  ])('%s', async (kind, definition) => {
    const end = `<startEvent id="start" /><endEvent id="x">${definition}</endEvent>${flows('start x')}`;
    expect(nodeOf(await compileScore(processOf(end, ERROR)), 'x').kind).toBe(kind);
  });

  test.each<[ElementKind, string]>([
    ['noneStartEvent', '<startEvent id="x" />'],
    ['messageStartEvent', messageEvent('startEvent', 'x', 'm')],
    [
      'timerStartEvent',
      '<startEvent id="x"><timerEventDefinition><timeCycle>R/PT1H</timeCycle></timerEventDefinition></startEvent>',
    ],
  ])('%s', async (kind, start) => {
    const score = await compileScore(processOf(start, message('m')));
    expect(score.processes[0]?.startEvents).toEqual([nodeOf(score, 'x')]);
    expect(nodeOf(score, 'x').kind).toBe(kind);
  });

  test.each<[ElementKind, string]>([
    ['errorBoundaryEvent', '<errorEventDefinition errorRef="error" />'],
    ['messageBoundaryEvent', '<messageEventDefinition messageRef="message-m" />'],
    ['timerBoundaryEvent', '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>'],
  ])('%s', async (kind, definition) => {
    const boundary = `<boundaryEvent id="x" attachedToRef="task">${definition}</boundaryEvent>`;
    const score = await compileScore(
      processOf(around('<userTask id="task" />', 'task', boundary), ERROR + message('m', '=key')),
    );
    expect(nodeOf(score, 'x')).toMatchObject({ kind, attachedTo: 'task', interrupting: true });
    expect(nodeOf(score, 'task').boundaryEvents).toEqual([nodeOf(score, 'x')]);
  });

  test('elements that only inform people change nothing', async () => {
    const passive =
      '<laneSet id="lanes"><lane id="lane"><flowNodeRef>task</flowNodeRef></lane></laneSet><dataObject id="data" /><dataObjectReference id="ref" dataObjectRef="data" /><dataStoreReference id="store" /><textAnnotation id="note" /><association id="link" sourceRef="task" targetRef="note" /><group id="group" />';
    const score = await compileScore(processOf(around('<task id="task" />', 'task', passive)));
    expect([...(score.processes[0]?.elements.keys() ?? [])]).toEqual(['start', 'task', 'end']);
  });

  test('a finished score is sealed', async () => {
    const score = await compileScore(processOf(around('<task id="task" />', 'task')));
    expect(Object.isFrozen(nodeOf(score, 'task'))).toBe(true);
    expect(Object.isFrozen(nodeOf(score, 'task').outgoing)).toBe(true);
  });
});

const FEEL = (tag: string, text: string): string => `<${tag}>${text}</${tag}>`;
const TRANSACTION = (inside: string): string =>
  `<transaction id="around"><startEvent id="in" />${inside}${flows('in x')}</transaction>`;

describe('what every element says about itself', () => {
  test.each<[string, string, Record<string, unknown>]>([
    [
      '<sendTask id="x">' + extensions('<zeebe:taskDefinition type="mail" />') + '</sendTask>',
      'sendTask',
      {},
    ],
    [
      `<scriptTask id="x">${extensions('<zeebe:script expression="=1 + 1" resultVariable="two" />')}</scriptTask>`,
      'scriptTask',
      { script: { resultVariable: 'two' }, job: undefined },
    ],
    [
      `<businessRuleTask id="x">${extensions('<zeebe:calledDecision decisionId="d" resultVariable="r" bindingType="deployment" />')}</businessRuleTask>`,
      'businessRuleTask',
      { calledDecision: { resultVariable: 'r', binding: { type: 'deployment' } }, job: undefined },
    ],
    [
      `<callActivity id="x">${extensions('<zeebe:calledElement processId="p" bindingType="versionTag" versionTag="v1" propagateAllChildVariables="false" />')}</callActivity>`,
      'callActivity',
      {
        calledElement: {
          binding: { type: 'versionTag', versionTag: 'v1' },
          propagateAllParentVariables: true,
          propagateAllChildVariables: false,
        },
      },
    ],
    [
      '<callActivity id="x" calledElement="p" />',
      'callActivity',
      { calledElement: { binding: { type: 'latest' } } },
    ],
    ['<inclusiveGateway id="x" />', 'inclusiveGateway', {}],
    [
      `<complexGateway id="x">${FEEL('activationCondition', '=activationCount &gt; 1')}</complexGateway>`,
      'complexGateway',
      { activationCondition: { source: '=activationCount > 1' } },
    ],
    [
      `<task id="x"><multiInstanceLoopCharacteristics isSequential="true">${extensions('<zeebe:loopCharacteristics inputCollection="=list" inputElement="item" />')}${FEEL('completionCondition', '=done')}</multiInstanceLoopCharacteristics></task>`,
      'undefinedTask',
      {
        loop: {
          kind: 'multiInstance',
          sequential: true,
          inputElement: 'item',
          collection: { source: '=list' },
        },
      },
    ],
    [
      `<task id="x"><multiInstanceLoopCharacteristics>${FEEL('loopCardinality', '3')}</multiInstanceLoopCharacteristics></task>`,
      'undefinedTask',
      { loop: { sequential: false, cardinality: { constant: 3 } } },
    ],
    [
      `<task id="x"><standardLoopCharacteristics testBefore="true" loopMaximum="4">${FEEL('loopCondition', '=again')}</standardLoopCharacteristics></task>`,
      'undefinedTask',
      { loop: { kind: 'standardLoop', testBefore: true, maximum: 4 } },
    ],
    [
      `<intermediateThrowEvent id="x"><signalEventDefinition signalRef="signal" /></intermediateThrowEvent>`,
      'signalThrowEvent',
      { signal: { constant: 'alarm' } },
    ],
    [
      `<intermediateCatchEvent id="x"><signalEventDefinition signalRef="signal" /></intermediateCatchEvent>`,
      'signalCatchEvent',
      { signal: { constant: 'alarm' } },
    ],
    [
      `<intermediateThrowEvent id="x"><escalationEventDefinition escalationRef="escalation" /></intermediateThrowEvent>`,
      'escalationThrowEvent',
      { escalationCode: { constant: 'LATE' } },
    ],
    [
      `<intermediateCatchEvent id="x"><conditionalEventDefinition>${FEEL('condition', '=ready')}</conditionalEventDefinition></intermediateCatchEvent>`,
      'conditionalCatchEvent',
      { condition: { expression: { source: '=ready' } } },
    ],
    [
      `<userTask id="x">${extensions('<zeebe:taskListeners><zeebe:taskListener eventType="completing" type="check" /></zeebe:taskListeners><zeebe:executionListeners><zeebe:executionListener eventType="start" type="before" /></zeebe:executionListeners>')}</userTask>`,
      'userTask',
      { listeners: { start: [{ type: { constant: 'before' } }], end: [], task: { completing: [{}] } } },
    ],
  ])('%s', async (element, kind, said) => {
    const roots =
      '<signal id="signal" name="alarm" /><escalation id="escalation" name="late" escalationCode="LATE" />';
    const node = nodeOf(await compileScore(processOf(around(element, 'x'), roots)), 'x');
    expect(node).toMatchObject({ kind, ...said });
  });

  test('an event with several definitions has a node for each', async () => {
    const event =
      '<intermediateCatchEvent id="x" parallelMultiple="true"><messageEventDefinition messageRef="message-m" /><signalEventDefinition signalRef="signal" /></intermediateCatchEvent>';
    const score = await compileScore(
      processOf(around(event, 'x'), message('m', '=key') + '<signal id="signal" name="alarm" />'),
    );
    expect(nodeOf(score, 'x')).toMatchObject({ kind: 'multipleCatchEvent', parallelMultiple: true });
    expect(nodeOf(score, 'x').triggers).toEqual([nodeOf(score, 'x#0'), nodeOf(score, 'x#1')]);
    expect(nodeOf(score, 'x#0')).toMatchObject({ kind: 'messageCatchEvent', triggerOf: 'x' });
    expect(nodeOf(score, 'x#1')).toMatchObject({ kind: 'signalCatchEvent', triggerOf: 'x' });
  });

  test('an event sub-process belongs to the scope around it', async () => {
    const inside =
      '<subProcess id="x" triggeredByEvent="true"><startEvent id="trigger" isInterrupting="false"><timerEventDefinition><timeCycle>R3/PT1M</timeCycle></timerEventDefinition></startEvent></subProcess>';
    const score = await compileScore(processOf(around('<task id="task" />', 'task', inside)));
    const process = score.processes[0];
    expect(process?.eventSubProcesses).toEqual([nodeOf(score, 'x')]);
    expect(process?.startEvents.map(({ id }) => id)).toEqual(['start']);
    expect(nodeOf(score, 'x').startEvent).toMatchObject({ id: 'trigger', interrupting: false });
  });

  test('an ad-hoc sub-process begins with what no flow reaches', async () => {
    const box = `<adHocSubProcess id="x" ordering="Sequential" cancelRemainingInstances="false"><task id="a" /><task id="b" /><task id="c" />${flows('a b')}</adHocSubProcess>`;
    const node = nodeOf(await compileScore(processOf(around(box, 'x'))), 'x');
    expect(node.adHoc).toMatchObject({ sequential: true, cancelRemainingInstances: false });
    expect(node.adHoc?.activities.map(({ id }) => id)).toEqual(['a', 'c']);
  });

  test('a link leads to the catch event of its name', async () => {
    const score = await compileScore(
      processOf(
        `<startEvent id="start" /><intermediateThrowEvent id="x"><linkEventDefinition name="l" /></intermediateThrowEvent><intermediateCatchEvent id="y"><linkEventDefinition name="l" /></intermediateCatchEvent><endEvent id="end" />${flows('start x', 'y end')}`,
      ),
    );
    expect(nodeOf(score, 'x').linkTarget).toBe(nodeOf(score, 'y'));
  });

  test('a receive task may begin the process', async () => {
    const score = await compileScore(
      processOf(
        `<receiveTask id="x" instantiate="true" messageRef="message-m" /><endEvent id="end" />${flows('x end')}`,
        message('m'),
      ),
    );
    expect(score.processes[0]?.startEvents.map(({ id }) => id)).toEqual(['x']);
  });
});

describe('what makes no sense is refused by its id', () => {
  test.each([
    ['not-supported x', '<subProcess id="x" startQuantity="2"><startEvent id="in" /></subProcess>'],
    ['not-supported x', '<intermediateCatchEvent id="x" />'],
    [
      'not-supported x',
      '<intermediateCatchEvent id="x"><linkEventDefinition name="l" /><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></intermediateCatchEvent>',
    ],
    ['called-element x', '<callActivity id="x" />'],
    ['ad-hoc x', '<adHocSubProcess id="x" />'],
    ['start-event x', '<transaction id="x" />'],
    ['multi-instance x', '<task id="x"><multiInstanceLoopCharacteristics /></task>'],
    ['loop x', '<task id="x"><standardLoopCharacteristics /></task>'],
    ['link x', '<intermediateThrowEvent id="x"><linkEventDefinition name="l" /></intermediateThrowEvent>'],
    ['signal-name x', '<intermediateThrowEvent id="x"><signalEventDefinition /></intermediateThrowEvent>'],
    [
      'escalation-code x',
      '<intermediateThrowEvent id="x"><escalationEventDefinition /></intermediateThrowEvent>',
    ],
    ['start-event x', '<receiveTask id="x" instantiate="true" messageRef="message-m" />'],
    [
      'listener x',
      `<task id="x">${extensions('<zeebe:executionListeners><zeebe:executionListener eventType="middle" type="t" /></zeebe:executionListeners>')}</task>`,
    ],
  ])('%s: %s', async (refusal, element) => {
    const problems = await problemsOf(processOf(around(element, 'x'), message('m', '=key')));
    expect(problems.map(({ rule, element: id }) => `${rule} ${id}`)).toContain(refusal);
    for (const problem of problems) expect(problem.message).toMatch(/^\S+: .*\. [A-Z].*\.$/);
  });

  test('a cancel end event belongs into a transaction', async () => {
    const cancel = '<endEvent id="x"><cancelEventDefinition /></endEvent>';
    expect(await refusalsOf(processOf(`<startEvent id="start" />${cancel}${flows('start x')}`))).toEqual([
      'transaction x',
    ]);
    expect(await refusalsOf(processOf(around(TRANSACTION(cancel), 'around')))).toEqual([]);
  });

  test('what is allowed at the position is said', async () => {
    const [problem] = await problemsOf(
      processOf(
        around('<intermediateCatchEvent id="x"><errorEventDefinition /></intermediateCatchEvent>', 'x'),
      ),
    );
    expect(problem?.message).toContain('Allowed here are message, timer');
  });

  test('an element without an id is found by what is around it', async () => {
    expect(await refusalsOf(processOf('<startEvent id="start" /><task />'))).toEqual([
      'missing-id task in process',
    ]);
  });
});

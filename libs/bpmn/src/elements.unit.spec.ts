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

describe('elements that are not supported yet are refused by their id', () => {
  test.each([
    '<sendTask id="x" />',
    '<scriptTask id="x" />',
    '<businessRuleTask id="x" />',
    '<callActivity id="x" />',
    '<inclusiveGateway id="x" />',
    '<complexGateway id="x" />',
    '<transaction id="x" />',
    '<adHocSubProcess id="x" />',
    '<subProcess id="x" triggeredByEvent="true" />',
    '<intermediateThrowEvent id="x"><signalEventDefinition /></intermediateThrowEvent>',
    '<intermediateThrowEvent id="x"><escalationEventDefinition /></intermediateThrowEvent>',
    '<intermediateThrowEvent id="x"><linkEventDefinition name="l" /></intermediateThrowEvent>',
    '<intermediateCatchEvent id="x"><conditionalEventDefinition><condition>=x</condition></conditionalEventDefinition></intermediateCatchEvent>',
    '<intermediateCatchEvent id="x"><signalEventDefinition /></intermediateCatchEvent>',
    '<intermediateCatchEvent id="x" />',
    '<intermediateCatchEvent id="x"><messageEventDefinition /><timerEventDefinition /></intermediateCatchEvent>',
    '<task id="x"><multiInstanceLoopCharacteristics /></task>',
    '<task id="x"><standardLoopCharacteristics /></task>',
    '<task id="x" startQuantity="2" />',
    '<receiveTask id="x" instantiate="true" messageRef="message-m" />',
    `<task id="x">${extensions('<zeebe:executionListeners />')}</task>`,
    `<userTask id="x">${extensions('<zeebe:taskListeners />')}</userTask>`,
    `<serviceTask id="x">${extensions('<zeebe:taskDefinition type="t" /><zeebe:linkedResources />')}</serviceTask>`,
  ])('%s', async (element) => {
    const problems = await problemsOf(processOf(around(element, 'x'), message('m', '=key')));
    expect(problems.map(({ rule, element: id }) => `${rule} ${id}`)).toEqual(['not-supported x']);
    expect(problems[0]?.message).toMatch(/^x: .*\. [A-Z].*\.$/);
  });

  test('what is supported at the position is said', async () => {
    const [problem] = await problemsOf(
      processOf(
        around('<intermediateCatchEvent id="x"><signalEventDefinition /></intermediateCatchEvent>', 'x'),
      ),
    );
    expect(problem?.message).toContain('Supported here are message, timer');
  });

  test('an element without an id is found by what is around it', async () => {
    expect(await refusalsOf(processOf('<startEvent id="start" /><task />'))).toEqual([
      'missing-id task in process',
    ]);
  });
});

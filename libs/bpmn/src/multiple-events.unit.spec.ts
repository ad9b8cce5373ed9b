import { compileScore } from './compile-score';
import {
  around,
  collaboration,
  extensions,
  flows,
  message,
  nodeOf,
  problemsOf,
  processOf,
  refusalsOf,
} from './testing/model-xml';

const ROOTS =
  '<error id="error" errorCode="E" /><escalation id="escalation" escalationCode="LATE" /><signal id="signal" name="alarm" />' +
  message('m', '=key');

const MESSAGE = '<messageEventDefinition messageRef="message-m" />';
const TIMER = '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>';
const SIGNAL = '<signalEventDefinition signalRef="signal" />';
const ERROR = '<errorEventDefinition errorRef="error" />';
const ESCALATION = '<escalationEventDefinition escalationRef="escalation" />';
const COMPENSATE = '<compensateEventDefinition />';
const TERMINATE = '<terminateEventDefinition />';

const end = (definitions: string): string =>
  processOf(`<startEvent id="start" /><endEvent id="x">${definitions}</endEvent>${flows('start x')}`, ROOTS);
const thrown = (definitions: string): string =>
  processOf(around(`<intermediateThrowEvent id="x">${definitions}</intermediateThrowEvent>`, 'x'), ROOTS);
const boundary = (definitions: string, attributes = ''): string =>
  processOf(
    around(
      '<userTask id="task" />',
      'task',
      `<boundaryEvent id="x" attachedToRef="task" ${attributes}>${definitions}</boundaryEvent>`,
    ),
    ROOTS,
  );
const triggered = (definitions: string, attributes = ''): string =>
  processOf(
    around(
      '<userTask id="task" />',
      'task',
      `<subProcess id="sub" triggeredByEvent="true"><startEvent id="x" ${attributes}>${definitions}</startEvent></subProcess>`,
    ),
    ROOTS,
  );

const kindsOf = async (xml: string): Promise<readonly string[]> =>
  (nodeOf(await compileScore(xml), 'x').triggers ?? []).map(({ id, kind }) => `${id} ${kind}`);

describe('several definitions', () => {
  test('may wait beside errors and escalations where one of them suffices', async () => {
    expect(await kindsOf(boundary(ERROR + TIMER + ESCALATION))).toEqual([
      'x#0 errorBoundaryEvent',
      'x#1 timerBoundaryEvent',
      'x#2 escalationBoundaryEvent',
    ]);
    expect(await kindsOf(triggered(ERROR + MESSAGE))).toEqual([
      'x#0 errorStartEvent',
      'x#1 messageStartEvent',
    ]);
  });

  test('at an end event: what ends it comes last', async () => {
    expect(await kindsOf(end(ERROR + SIGNAL + ESCALATION))).toEqual([
      'x#1 signalEndEvent',
      'x#2 escalationEndEvent',
      'x#0 errorEndEvent',
    ]);
    expect(await kindsOf(end(TERMINATE + SIGNAL))).toEqual(['x#1 signalEndEvent', 'x#0 terminateEndEvent']);
    expect(await kindsOf(thrown(COMPENSATE + SIGNAL))).toEqual([
      'x#1 signalThrowEvent',
      'x#0 compensationThrowEvent',
    ]);
  });

  test.each<[string, string, string]>([
    ['two that would each end the event', end(ERROR + TERMINATE), 'error and terminate'],
    ['a link among others', thrown('<linkEventDefinition name="l" />' + SIGNAL), "'link'"],
    ['a cancellation among others', end('<cancelEventDefinition />' + SIGNAL), "'cancel'"],
    ['compensation that is caught among others', triggered(COMPENSATE + SIGNAL), "'compensate'"],
    [
      'an error that must happen together with others',
      boundary(ERROR + TIMER, 'parallelMultiple="true"'),
      "'error'",
    ],
    ['what the position does not allow', boundary(TERMINATE + TIMER), 'Allowed here are'],
  ])('refuse %s', async (_, xml, reason) => {
    const [problem, ...others] = await problemsOf(xml);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule: 'not-supported', element: 'x' });
    expect(problem?.message).toContain(reason);
  });

  test('with an error among them interrupt always', async () => {
    expect(await refusalsOf(boundary(ERROR + TIMER, 'cancelActivity="false"'))).toEqual(['boundary-event x']);
    expect(await refusalsOf(boundary(ESCALATION + TIMER, 'cancelActivity="false"'))).toEqual([]);
  });

  test('shared by several events are looked up', async () => {
    const xml = processOf(
      around(
        '<intermediateCatchEvent id="x"><eventDefinitionRef>shared</eventDefinitionRef><signalEventDefinition signalRef="signal" /></intermediateCatchEvent>',
        'x',
      ),
      `${ROOTS}<messageEventDefinition id="shared" messageRef="message-m" />`,
    );
    expect(await kindsOf(xml)).toEqual(['x#0 signalCatchEvent', 'x#1 messageCatchEvent']);
  });
});

describe('message flows at events with several definitions', () => {
  const started = (definitions: string): string => `<startEvent id="x">${definitions}</startEvent>`;

  test('mean the definition with a message', async () => {
    const ask = `<startEvent id="begin" /><intermediateThrowEvent id="ask">${MESSAGE}</intermediateThrowEvent>${flows('begin ask')}`;
    const score = await compileScore(
      collaboration(
        { a: { process: ask }, b: { process: started(SIGNAL + MESSAGE) } },
        [['ask', 'x']],
        ROOTS,
      ),
    );
    expect(nodeOf(score, 'ask').message?.receivers).toEqual([
      { participant: 'b', processId: 'b', elementId: 'x#1' },
    ]);
    expect(nodeOf(score, 'x#1').message).toMatchObject({ inner: true });
    expect(score.messageFlows).toEqual([
      { id: 'ask-x', source: 'ask', target: 'x', sender: 'a', receiver: 'b' },
    ]);
  });

  test('begin at the definition that throws it', async () => {
    const tell = `<startEvent id="begin" /><endEvent id="tell">${SIGNAL}${MESSAGE}</endEvent>${flows('begin tell')}`;
    const score = await compileScore(
      collaboration({ a: { process: tell }, b: { process: started(MESSAGE) } }, [['tell', 'x']], ROOTS),
    );
    expect(nodeOf(score, 'tell#1').message?.receivers).toEqual([
      { participant: 'b', processId: 'b', elementId: 'x' },
    ]);
  });

  test('two catches of one participant, one after the other, are seen through them', async () => {
    const ask = `<startEvent id="begin" /><intermediateThrowEvent id="ask">${MESSAGE}</intermediateThrowEvent>${flows('begin ask')}`;
    const twice = `${started(SIGNAL + MESSAGE)}<receiveTask id="again" messageRef="message-m" />${flows('x again')}`;
    expect(
      await refusalsOf(
        collaboration(
          { a: { process: ask }, b: { process: twice } },
          [
            ['ask', 'x'],
            ['ask', 'again'],
          ],
          ROOTS,
        ),
      ),
    ).toEqual(['message-sent-once ask']);
  });

  test('of a pool that has the message only there', async () => {
    const ask = `<startEvent id="begin" /><sendTask id="ask" messageRef="message-m" />${flows('begin ask')}`;
    const score = await compileScore(
      collaboration(
        { a: { process: ask }, b: { process: started(SIGNAL + MESSAGE) } },
        [['ask', 'pool-b']],
        ROOTS,
      ),
    );
    expect(nodeOf(score, 'ask').message?.receivers).toEqual([
      { participant: 'b', processId: 'b', elementId: 'x#1' },
    ]);
  });
});

test('a thrown message carries the key of its subscription', async () => {
  const tell = `<startEvent id="begin" /><endEvent id="tell">${MESSAGE}</endEvent>${flows('begin tell')}`;
  const score = await compileScore(
    collaboration({ a: { process: tell }, outside: {} }, [['tell', 'pool-outside']], ROOTS),
  );
  expect(nodeOf(score, 'tell').message?.correlationKey?.evaluate({ key: 'k-1' })).toBe('k-1');
});

test('a worker does not send one of several definitions', async () => {
  const xml = thrown(extensions('<zeebe:taskDefinition type="mail" />') + MESSAGE + SIGNAL);
  expect(await refusalsOf(xml)).toContain('task-definition x');
});

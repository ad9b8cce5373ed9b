import { around, message, processOf, refusalsOf } from './testing/model-xml';

const ROOTS = [
  '<error id="error" errorCode="E" /><error id="same-error" errorCode="E" /><error id="other-error" errorCode="F" />',
  '<escalation id="escalation" escalationCode="LATE" /><escalation id="other-escalation" escalationCode="EARLY" />',
  '<signal id="signal" name="alarm" /><signal id="other-signal" name="calm" />',
  message('m', '=key'),
  message('n', '=key'),
].join('');

/** Two definitions that cannot be told apart, and one that can be told from both. */
const DEFINITIONS: [string, string, string, string][] = [
  [
    'error',
    '<errorEventDefinition errorRef="error" />',
    '<errorEventDefinition errorRef="same-error" />',
    '<errorEventDefinition errorRef="other-error" />',
  ],
  [
    'any error',
    '<errorEventDefinition />',
    '<errorEventDefinition />',
    '<errorEventDefinition errorRef="error" />',
  ],
  [
    'escalation',
    '<escalationEventDefinition escalationRef="escalation" />',
    '<escalationEventDefinition escalationRef="escalation" />',
    '<escalationEventDefinition escalationRef="other-escalation" />',
  ],
  [
    'any escalation',
    '<escalationEventDefinition />',
    '<escalationEventDefinition />',
    '<escalationEventDefinition escalationRef="escalation" />',
  ],
  [
    'message',
    '<messageEventDefinition messageRef="message-m" />',
    '<messageEventDefinition messageRef="message-m" />',
    '<messageEventDefinition messageRef="message-n" />',
  ],
  [
    'signal',
    '<signalEventDefinition signalRef="signal" />',
    '<signalEventDefinition signalRef="signal" />',
    '<signalEventDefinition signalRef="other-signal" />',
  ],
];

const onTask = (...definitions: string[]): string =>
  processOf(
    around(
      '<userTask id="task" />',
      'task',
      definitions
        .map((one, place) => `<boundaryEvent id="on-${place}" attachedToRef="task">${one}</boundaryEvent>`)
        .join(''),
    ),
    ROOTS,
  );

const eventSubProcesses = (...definitions: string[]): string =>
  definitions
    .map(
      (one, place) =>
        `<subProcess id="sub-${place}" triggeredByEvent="true"><startEvent id="on-${place}">${one}</startEvent></subProcess>`,
    )
    .join('');

const inProcess = (...definitions: string[]): string =>
  processOf(around('<task id="task" />', 'task', eventSubProcesses(...definitions)), ROOTS);

const inSubProcess = (...definitions: string[]): string =>
  processOf(
    around(
      `<subProcess id="around"><startEvent id="in" />${eventSubProcesses(...definitions)}</subProcess>`,
      'around',
    ),
    ROOTS,
  );

describe.each(DEFINITIONS)('%s events', (_, one, same, other) => {
  test('of one activity are told apart', async () => {
    expect(await refusalsOf(onTask(one, same))).toEqual(['boundary-event on-1']);
    expect(await refusalsOf(onTask(one, other))).toEqual([]);
  });

  test('of one scope are told apart', async () => {
    expect(await refusalsOf(inProcess(one, same))).toEqual(['event-sub-process on-1']);
    expect(await refusalsOf(inProcess(one, other))).toEqual([]);
    expect(await refusalsOf(inSubProcess(one, same))).toEqual(['event-sub-process on-1']);
    expect(await refusalsOf(inSubProcess(one, other))).toEqual([]);
  });
});

test('an event with several definitions counts with each of them', async () => {
  const [, one, , other] = DEFINITIONS[4] as [string, string, string, string];
  expect(await refusalsOf(onTask(one, other + one.replace('message-m', 'message-n')))).toEqual([
    'boundary-event on-1',
  ]);
});

test('timers and conditions may be there twice', async () => {
  const timer = '<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>';
  const condition = '<conditionalEventDefinition><condition>=x</condition></conditionalEventDefinition>';
  expect(await refusalsOf(onTask(timer, timer, condition, condition))).toEqual([]);
});

test('the same may be caught at different places', async () => {
  const error = '<errorEventDefinition errorRef="error" />';
  const inner = `<subProcess id="inner"><startEvent id="in" />${eventSubProcesses(error)}</subProcess>`;
  const boundary = `<boundaryEvent id="b" attachedToRef="inner">${error}</boundaryEvent>`;
  const outer = `<subProcess id="outer" triggeredByEvent="true"><startEvent id="o">${error}</startEvent></subProcess>`;
  expect(await refusalsOf(processOf(around(inner, 'inner', boundary + outer), ROOTS))).toEqual([]);
});

test('a process starts once on a message or signal', async () => {
  const starts = (...definitions: string[]): string =>
    processOf(
      definitions.map((one, place) => `<startEvent id="on-${place}">${one}</startEvent>`).join(''),
      ROOTS,
    );
  const [, one, same, other] = DEFINITIONS[5] as [string, string, string, string];
  expect(await refusalsOf(starts(one, same))).toEqual(['start-event on-1']);
  expect(await refusalsOf(starts(one, other))).toEqual([]);
});

test('a transaction is left by one cancel boundary event, and undone by one event sub-process', async () => {
  const cancel = (id: string): string =>
    `<boundaryEvent id="${id}" attachedToRef="x"><cancelEventDefinition /></boundaryEvent>`;
  const undo = (id: string): string =>
    `<subProcess id="${id}" triggeredByEvent="true"><startEvent id="on-${id}"><compensateEventDefinition /></startEvent></subProcess>`;
  const transaction = (inside: string): string =>
    `<transaction id="x"><startEvent id="in" />${inside}</transaction>`;
  expect(await refusalsOf(processOf(around(transaction(''), 'x', cancel('a') + cancel('b'))))).toEqual([
    'boundary-event b',
  ]);
  expect(await refusalsOf(processOf(around(transaction(undo('a') + undo('b')), 'x')))).toEqual([
    'event-sub-process b',
  ]);
});

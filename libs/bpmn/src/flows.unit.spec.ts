import { compileScore } from './compile-score';
import {
  around,
  flows,
  message,
  messageEvent,
  nodeOf,
  problemsOf,
  processOf,
  refusalsOf,
} from './testing/model-xml';

const condition = (id: string, from: string, to: string, text: string): string =>
  `<sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"><conditionExpression xsi:type="bpmn:tFormalExpression">${text}</conditionExpression></sequenceFlow>`;

const choice = (outgoing: string, attributes = ''): string =>
  processOf(
    `<startEvent id="start" /><exclusiveGateway id="choice" ${attributes} /><task id="a" /><task id="b" />${flows('start choice')}${outgoing}`,
  );

describe('sequence flows', () => {
  test('are the only source of incoming and outgoing, in the order of the document', async () => {
    const score = await compileScore(
      processOf(
        `<startEvent id="start"><outgoing>wrong</outgoing></startEvent><parallelGateway id="fork" /><task id="b" /><task id="a" />${flows('start fork b', 'fork a')}`.replace(
          '<outgoing>wrong</outgoing>',
          '<outgoing>fork_a</outgoing>',
        ),
      ),
    );
    expect(nodeOf(score, 'start').outgoing.map(({ id }) => id)).toEqual(['start_fork']);
    expect(nodeOf(score, 'fork').outgoing.map(({ id }) => id)).toEqual(['fork_b', 'fork_a']);
    expect(nodeOf(score, 'a').incoming).toEqual([nodeOf(score, 'fork').outgoing[1]]);
  });

  test('know the node they lead to', async () => {
    const score = await compileScore(processOf(around('<task id="task" />', 'task')));
    expect(nodeOf(score, 'start').outgoing[0]?.target).toBe(nodeOf(score, 'task'));
  });

  test('do not cross the border of a sub-process', async () => {
    const xml = processOf(
      `<startEvent id="start" /><subProcess id="sub"><startEvent id="inside" /><task id="task" /></subProcess>${flows('start task')}`,
    );
    const [problem] = await problemsOf(xml);
    expect(problem).toMatchObject({ rule: 'sequence-flow', element: 'start_task' });
    expect(problem?.message).toContain('crosses the border');
  });

  test.each([
    ['start', '<startEvent id="start" /><task id="t" /><task id="u" />', 't start'],
    ['end', '<startEvent id="start" /><endEvent id="end" /><task id="t" />', 'end t'],
    [
      'catch',
      '<startEvent id="start" /><task id="t" /><task id="u" /><boundaryEvent id="catch" attachedToRef="t"><errorEventDefinition /></boundaryEvent>',
      'u catch',
    ],
  ])('do not lead to the wrong side of %s', async (id, elements, chain) => {
    expect(await refusalsOf(processOf(elements + flows(chain)))).toEqual([`sequence-flow ${id}`]);
  });
});

describe('exclusive gateways', () => {
  test('keep the conditions and the default flow', async () => {
    const score = await compileScore(
      choice(condition('first', 'choice', 'a', '=amount &gt; 5') + flows('choice b'), 'default="choice_b"'),
    );
    const { outgoing, defaultFlow } = nodeOf(score, 'choice');
    expect(outgoing.map(({ id }) => id)).toEqual(['first', 'choice_b']);
    expect(outgoing[0]?.condition?.evaluate({ amount: 6 })).toBe(true);
    expect(defaultFlow).toBe(outgoing[1]);
  });

  test('need a condition on each flow but the default one', async () => {
    expect(await refusalsOf(choice(condition('first', 'choice', 'a', '=x') + flows('choice b')))).toEqual([
      'condition choice_b',
    ]);
  });

  test('need none when there is no choice', async () => {
    expect(await refusalsOf(choice(flows('choice a')))).toEqual([]);
  });

  test('a default flow has no condition and begins at its gateway', async () => {
    expect(
      await refusalsOf(
        choice(
          condition('first', 'choice', 'a', '=x') + condition('second', 'choice', 'b', '=y'),
          'default="first"',
        ),
      ),
    ).toEqual(['condition first']);
    expect(
      await refusalsOf(choice(condition('first', 'choice', 'a', '=x'), 'default="start_choice"')),
    ).toEqual(['condition choice']);
  });

  test.each([
    ['=amount &gt;', 'it ends too early'],
    ['amount &gt; 5', "'=amount > 5'"],
    ['', 'is empty'],
    ['${amount &gt; 5}', 'constant text'],
    ["=status = 'paid'", 'double quotes'],
  ])('refuse the condition %s', async (text, reason) => {
    const problems = await problemsOf(
      choice(condition('first', 'choice', 'a', text) + flows('choice b'), 'default="choice_b"'),
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ rule: 'expression', element: 'first' });
    expect(problems[0]?.message).toContain(reason);
  });

  test('conditions in another language are refused by its name', async () => {
    const xml = choice(
      condition('first', 'choice', 'a', 'x').replace('xsi:type', 'language="groovy" xsi:type') +
        flows('choice b'),
      'default="choice_b"',
    );
    expect((await problemsOf(xml))[0]?.message).toContain('groovy');
  });
});

test('conditions behind what chooses nothing would have no effect', async () => {
  const elements =
    '<startEvent id="start" /><parallelGateway id="task" /><endEvent id="a" /><endEvent id="b" />';
  const outgoing = condition('first', 'task', 'a', '=x') + flows('start task b');
  expect(await refusalsOf(processOf(elements + outgoing))).toEqual(['condition first']);
});

describe('event-based gateways', () => {
  const timer = (id: string): string =>
    `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></intermediateCatchEvent>`;
  const race = (branches: string, chains: string[], attributes = ''): string =>
    processOf(
      `<startEvent id="start" /><eventBasedGateway id="race" ${attributes} />${branches}${flows('start race', ...chains)}`,
      message('m', '=key'),
    );

  test('wait for messages, timers and receive tasks', async () => {
    const branches = timer('late') + messageEvent('intermediateCatchEvent', 'paid', 'm');
    expect(await refusalsOf(race(branches, ['race late', 'race paid']))).toEqual([]);
    const receive = `${timer('late')}<receiveTask id="paid" messageRef="message-m" />`;
    expect(await refusalsOf(race(receive, ['race late', 'race paid']))).toEqual([]);
  });

  test.each<[string, string, string[], string]>([
    ['one branch', timer('late'), ['race late'], ''],
    ['a branch that does not wait', `${timer('late')}<task id="task" />`, ['race late', 'race task'], ''],
    [
      'a branch that is reached from elsewhere',
      timer('late') + timer('b') + '<task id="t" />',
      ['race late', 'race b', 't late'],
      '',
    ],
    [
      'two branches for one message',
      messageEvent('intermediateCatchEvent', 'a', 'm') + messageEvent('intermediateCatchEvent', 'b', 'm'),
      ['race a', 'race b'],
      '',
    ],
    [
      'waiting for all',
      timer('late') + timer('later'),
      ['race late', 'race later'],
      'eventGatewayType="Parallel"',
    ],
    [
      'a receive task with boundary events',
      `${timer('late')}<receiveTask id="b" messageRef="message-m" /><boundaryEvent id="e" attachedToRef="b"><errorEventDefinition /></boundaryEvent>`,
      ['race late', 'race b'],
      '',
    ],
  ])('refuse %s', async (_, branches, chains, attributes) => {
    expect(await refusalsOf(race(branches, chains, attributes))).toEqual(['event-based-gateway race']);
  });
});

test('an instantiating gateway has nothing before it', async () => {
  const caught = (id: string): string => messageEvent('intermediateCatchEvent', id, id);
  const gateway = `<eventBasedGateway id="race" instantiate="true" eventGatewayType="Parallel" />${caught('m')}${caught('n')}`;
  const messages = message('m', '=key') + message('n', '=key');
  const score = await compileScore(processOf(gateway + flows('race m', 'race n'), messages));
  expect(score.processes[0]?.startEvents).toEqual([nodeOf(score, 'race')]);
  const behind = `<startEvent id="start" />${gateway}${flows('start race', 'race m', 'race n')}`;
  expect(await refusalsOf(processOf(behind, messages))).toEqual(['start-event race']);
  const waiting = processOf(behind.replace('instantiate="true"', ''), messages);
  expect(await refusalsOf(waiting)).toEqual(['event-based-gateway race']);
});

describe('start events', () => {
  test('a process has one, and at most one without a trigger', async () => {
    expect(await refusalsOf(processOf('<task id="task" />'))).toEqual(['start-event process']);
    expect(await refusalsOf(processOf('<startEvent id="a" /><startEvent id="b" />'))).toEqual([
      'start-event b',
    ]);
    const more = `<startEvent id="a" />${messageEvent('startEvent', 'b', 'm')}${messageEvent('startEvent', 'c', 'n')}`;
    expect(await refusalsOf(processOf(more, message('m') + message('n')))).toEqual([]);
  });

  test('two of them do not start on one message', async () => {
    const twice = messageEvent('startEvent', 'a', 'm') + messageEvent('startEvent', 'b', 'm');
    expect(await refusalsOf(processOf(twice, message('m')))).toEqual(['start-event b']);
  });

  test('a start event that is not supported is not reported as missing', async () => {
    const signal = '<startEvent id="a"><linkEventDefinition name="l" /></startEvent>';
    expect(await refusalsOf(processOf(signal))).toEqual(['not-supported a']);
  });

  test('a sub-process has exactly one, without a trigger', async () => {
    const sub = (content: string): string =>
      processOf(around(`<subProcess id="sub">${content}</subProcess>`, 'sub'), message('m'));
    const score = await compileScore(sub('<startEvent id="in" /><task id="task" />'));
    expect(nodeOf(score, 'sub').startEvent).toBe(nodeOf(score, 'in'));
    expect(nodeOf(score, 'task').scope).toBe('sub');
    expect(nodeOf(score, 'sub').scope).toBeUndefined();
    expect(await refusalsOf(sub('<task id="task" />'))).toEqual(['start-event sub']);
    expect(await refusalsOf(sub('<startEvent id="a" /><startEvent id="b" />'))).toEqual(['start-event sub']);
    expect(await refusalsOf(sub(messageEvent('startEvent', 'a', 'm')))).toEqual(['start-event a']);
  });
});

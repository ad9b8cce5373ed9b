import { compileScore } from './compile-score';
import { around, extensions, flows, nodeOf, problemsOf, processOf, refusalsOf } from './testing/model-xml';

const listener = (eventType: string, type = 'audit', inside = ''): string =>
  `<zeebe:executionListener eventType="${eventType}" type="${type}" retries="2">${inside}</zeebe:executionListener>`;
const execution = (...listeners: string[]): string =>
  `<zeebe:executionListeners>${listeners.join('')}</zeebe:executionListeners>`;
const task = (...events: string[]): string =>
  `<zeebe:userTask /><zeebe:taskListeners>${events
    .map((event) => `<zeebe:taskListener eventType="${event}" type="=&#34;on-&#34; + kind" />`)
    .join('')}</zeebe:taskListeners>`;

describe('execution listeners', () => {
  test('are asked in their order, before and after the work', async () => {
    const headers = '<zeebe:taskHeaders><zeebe:header key="k" value="v" /></zeebe:taskHeaders>';
    const content = execution(listener('start', 'a', headers), listener('end', 'b'), listener('start', 'c'));
    const score = await compileScore(
      processOf(around(`<userTask id="x">${extensions(content)}</userTask>`, 'x')),
    );
    const { listeners } = nodeOf(score, 'x');
    expect(listeners?.start.map(({ type }) => type.constant)).toEqual(['a', 'c']);
    expect(listeners?.end.map(({ type }) => type.constant)).toEqual(['b']);
    expect(listeners?.start[0]).toMatchObject({ headers: { k: 'v' }, retries: { constant: 2 } });
  });

  test('of the process itself', async () => {
    const score = await compileScore(
      processOf(
        `${extensions(execution(listener('start'), listener('end')))}${around('<task id="x" />', 'x')}`,
      ),
    );
    expect(score.processes[0]?.listeners).toMatchObject({ start: [{}], end: [{}] });
  });

  test.each<[string, string, string, boolean]>([
    ['task', '<task id="x">', '</task>', true],
    ['subProcess', '<subProcess id="x">', '<startEvent id="in" /></subProcess>', true],
    ['exclusiveGateway', '<exclusiveGateway id="x">', '</exclusiveGateway>', false],
    ['intermediateThrowEvent', '<intermediateThrowEvent id="x">', '</intermediateThrowEvent>', true],
  ])('of a %s', async (_, open, close, hasEnd) => {
    const at = (phase: string): string =>
      processOf(around(open + extensions(execution(listener(phase))) + close, 'x'));
    expect(await refusalsOf(at('start'))).toEqual([]);
    expect(await refusalsOf(at('end'))).toEqual(hasEnd ? [] : ['listener x']);
  });

  const boundary = (definition: string, phase: string): string =>
    `<task id="task" /><boundaryEvent id="x" attachedToRef="task">${extensions(execution(listener(phase)))}${definition}</boundaryEvent>`;
  test.each<[string, string]>([
    [
      'a start event',
      `<startEvent id="x">${extensions(execution(listener('start')))}</startEvent><task id="task" />${flows('x task')}`,
    ],
    ['a boundary event', `<startEvent id="start" />${boundary('<errorEventDefinition />', 'start')}`],
    [
      'an error end event',
      `<startEvent id="start" /><endEvent id="x">${extensions(execution(listener('end')))}<errorEventDefinition errorRef="error" /></endEvent>`,
    ],
    [
      'an event sub-process',
      `<startEvent id="start" /><subProcess id="x" triggeredByEvent="true">${extensions(execution(listener('start')))}<startEvent id="on"><errorEventDefinition /></startEvent></subProcess>`,
    ],
  ])('would have no effect at %s', async (_, content) => {
    const problems = await problemsOf(processOf(content, '<error id="error" errorCode="E" />'));
    expect(problems.map(({ rule, element }) => `${rule} ${element}`)).toEqual(['listener x']);
    expect(problems[0]?.message).toMatch(/ has no effect here: .*\. Move it to another element\.$/);
  });

  test('at the end of start and boundary events are asked', async () => {
    expect(
      await refusalsOf(
        processOf(`<startEvent id="x">${extensions(execution(listener('end')))}</startEvent>`),
      ),
    ).toEqual([]);
    expect(
      await refusalsOf(processOf(`<startEvent id="s" />${boundary('<errorEventDefinition />', 'end')}`)),
    ).toEqual([]);
  });

  test.each([
    execution(listener('middle')),
    execution('<zeebe:executionListener eventType="start" />'),
    execution('<zeebe:executionListener type="a" />'),
  ])('refuse %s', async (content) => {
    expect(await refusalsOf(processOf(around(`<task id="x">${extensions(content)}</task>`, 'x')))).toEqual([
      'listener x',
    ]);
  });
});

describe('task listeners', () => {
  const onUserTask = (content: string): string =>
    processOf(around(`<userTask id="x">${extensions(content)}</userTask>`, 'x'));

  test('are found by their event, in its words of today and before', async () => {
    const score = await compileScore(onUserTask(task('creating', 'complete', 'assigning', 'completing')));
    const listeners = nodeOf(score, 'x').listeners?.task;
    expect(Object.keys(listeners ?? {}).sort()).toEqual(['assigning', 'completing', 'creating']);
    expect(listeners?.completing).toHaveLength(2);
    expect(listeners?.creating?.[0]?.type.evaluate({ kind: 'task' })).toBe('on-task');
    expect(listeners?.creating?.[0]?.retries.constant).toBe(3);
  });

  test('of unknown events are refused with those that there are', async () => {
    const [problem] = await problemsOf(onUserTask(task('dreaming')));
    expect(problem).toMatchObject({ rule: 'listener', element: 'x' });
    expect(problem?.message).toContain('creating, assigning, updating, completing, canceling');
  });

  test('stand on user tasks only', async () => {
    const xml = processOf(
      around(
        `<serviceTask id="x">${extensions(`<zeebe:taskDefinition type="t" />${task('creating').replace('<zeebe:userTask />', '')}`)}</serviceTask>`,
        'x',
      ),
    );
    expect(await refusalsOf(xml)).toEqual(['listener x']);
  });
});

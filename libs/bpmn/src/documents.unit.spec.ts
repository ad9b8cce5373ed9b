import { compileScore } from './compile-score';
import { ScoreRefusedError } from './problem';
import { around, definitions, problemsOf, processOf, refusalsOf } from './testing/model-xml';

const PLAIN = processOf(around('<task id="task" />', 'task'));

describe('what cannot be read', () => {
  test.each([
    ['', 'not-xml'],
    ['order fulfilment', 'not-xml'],
    ['{"json": true}', 'not-xml'],
    ['<bpmn:definitions', 'not-xml'],
    ['<a><b></a>', 'not-xml'],
    ['<html><body>hello</body></html>', 'not-bpmn'],
    ['<definitions xmlns="http://example.org" />', 'not-bpmn'],
  ])('%s', async (xml, rule) => {
    const [problem, ...others] = await problemsOf(xml);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule, element: 'definitions' });
    expect(problem?.message).toContain('Save it as BPMN 2.0 XML');
  });

  test('text cut off in the middle is no model', async () => {
    expect(await problemsOf(PLAIN.slice(0, -20))).not.toEqual([]);
  });

  test.each([
    '<!DOCTYPE definitions [<!ENTITY lol "lol">]>',
    '<!doctype definitions SYSTEM "file:///etc/passwd">',
    '<!ENTITY lol "lol">',
  ])('declarations of entities: %s', async (declaration) => {
    const xml = PLAIN.replace('<bpmn:definitions', `${declaration}<bpmn:definitions`);
    expect(await refusalsOf(xml)).toEqual(['entity-declaration definitions']);
  });

  test('a comment or a CDATA section may speak of them', async () => {
    const remark = '<!-- <!DOCTYPE x> --><documentation><![CDATA[<!ENTITY x>]]></documentation>';
    expect(await refusalsOf(processOf(around(`<task id="task">${remark}</task>`, 'task')))).toEqual([]);
  });

  test('files and nesting without measure', async () => {
    expect(await refusalsOf(`${PLAIN}${' '.repeat(11 * 1024 * 1024)}`)).toEqual([
      'file-too-large definitions',
    ]);
    const deep = definitions('<process id="p" isExecutable="true">' + '<subProcess>'.repeat(50_000));
    expect(await refusalsOf(deep)).toEqual(['nested-too-deeply definitions']);
  });

  test('texts made to be slow are read in linear time', async () => {
    for (const piece of ['<!--', '<', '<a b="', '<![CDATA[', '<a>']) {
      expect(await problemsOf(piece.repeat(200_000))).not.toEqual([]);
    }
  });

  test('two elements with one id', async () => {
    const xml = processOf(around('<task id="task" /><task id="task" />', 'task'));
    const [problem] = await problemsOf(xml);
    expect(problem).toMatchObject({ rule: 'duplicate-id', element: 'task' });
  });

  test('elements and attributes that BPMN does not know', async () => {
    expect(await refusalsOf(processOf(around('<robotTask id="robot" />', 'robot')))).toContainEqual(
      expect.stringMatching(/^unknown-content/),
    );
    expect(await refusalsOf(processOf(around('<task id="task" colour="red" />', 'task')))).toEqual([
      'unknown-attribute task',
    ]);
  });

  test('references that point to nothing are named with what they miss', async () => {
    const xml = processOf(
      `<startEvent id="start" /><sequenceFlow id="flow" sourceRef="start" targetRef="Nowhere" />`,
    );
    const problems = await problemsOf(xml);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ rule: 'dangling-reference', element: 'flow' });
    expect(problems[0]?.message).toContain("'Nowhere'");
  });
});

describe('what a file holds', () => {
  test('a process without a pool is a plain process', async () => {
    const score = await compileScore(PLAIN);
    expect(score).toMatchObject({ id: 'process', composition: false, participants: [], messageFlows: [] });
    expect(score.processes.map(({ id, participant }) => [id, participant])).toEqual([['process', undefined]]);
  });

  test('processes that are not executable are not deployed', async () => {
    const content = around('<task id="task" />', 'task');
    expect(await refusalsOf(definitions(`<process id="p">${content}</process>`))).toEqual([
      'nothing-executable p',
    ]);
    expect(await refusalsOf(definitions(''))).toEqual(['nothing-executable definitions']);
  });

  test('several processes without pools are deployed together', async () => {
    const one = '<process id="one" isExecutable="true"><startEvent id="a" /></process>';
    const two = '<process id="two" isExecutable="true"><startEvent id="b" /></process>';
    const score = await compileScore(definitions(one + two));
    expect(score).toMatchObject({ id: 'one', composition: false });
    expect(score.processes.map(({ id }) => id)).toEqual(['one', 'two']);
  });

  test('a process beside a collaboration, and a second collaboration', async () => {
    const process = (id: string): string =>
      `<process id="${id}" isExecutable="true"><startEvent id="start-${id}" /></process>`;
    const pool = '<collaboration id="c"><participant id="p" name="p" processRef="a" /></collaboration>';
    expect(await refusalsOf(definitions(pool + process('a') + process('b')))).toEqual(['one-score b']);
    expect(await refusalsOf(definitions(`${pool}<collaboration id="d" />${process('a')}`))).toEqual([
      'one-score d',
    ]);
  });

  test('choreographies', async () => {
    expect(await refusalsOf(definitions('<choreography id="c" />'))).toContain('not-supported c');
  });

  test('the version tag and the name of a process', async () => {
    const score = await compileScore(
      definitions(
        '<process id="p" name="Order" isExecutable="true"><extensionElements><zeebe:versionTag value="v7" /></extensionElements><startEvent id="s" /></process>',
      ),
    );
    expect(score.processes[0]).toMatchObject({ name: 'Order', versionTag: 'v7' });
  });
});

describe('models for other engines', () => {
  test('Camunda 7 is named, with the tool that converts it', async () => {
    const xml = processOf(around('<serviceTask id="task" camunda:topic="charge" />', 'task'));
    const [problem] = await problemsOf(xml);
    expect(problem).toMatchObject({ rule: 'foreign-dialect', element: 'task' });
    expect(problem?.message).toMatch(
      /Camunda 7.*migration tools \(the Migration Analyzer & Diagram Converter\)/,
    );
  });

  test('an extension element of Camunda 7 is reported at the element that carries it', async () => {
    const xml = processOf(
      around(
        '<task id="task"><extensionElements><camunda:inputOutput><camunda:inputParameter name="a">1</camunda:inputParameter></camunda:inputOutput></extensionElements></task>',
        'task',
      ),
    );
    expect(await refusalsOf(xml)).toEqual(['foreign-dialect task']);
  });

  test('a declared namespace that nothing uses does no harm', async () => {
    expect(PLAIN).toContain('xmlns:camunda');
    expect(await refusalsOf(PLAIN)).toEqual([]);
  });

  test('Activiti and Flowable are named', async () => {
    for (const [prefix, name] of [
      ['activiti', 'Activiti'],
      ['flowable', 'Flowable'],
    ] as const) {
      const xml = PLAIN.replace('xmlns:xsi', `xmlns:${prefix}="http://${prefix}.org/bpmn" xmlns:xsi`).replace(
        'id="task"',
        `id="task" ${prefix}:async="true"`,
      );
      expect((await problemsOf(xml))[0]?.message).toContain(name);
    }
  });
});

test('every reason is reported at once, in words and by element', async () => {
  const xml = processOf(
    `<startEvent id="start" /><scriptTask id="script" /><serviceTask id="service" /><exclusiveGateway id="choice" /><endEvent id="end" />${'<sequenceFlow id="a" sourceRef="choice" targetRef="end" /><sequenceFlow id="b" sourceRef="choice" targetRef="service"><conditionExpression>=x &gt;</conditionExpression></sequenceFlow>'}`,
  );
  expect(await refusalsOf(xml)).toEqual([
    'task-definition script',
    'task-definition service',
    'expression b',
    'condition a',
  ]);
  await expect(compileScore(xml)).rejects.toThrow(ScoreRefusedError);
  await expect(compileScore(xml)).rejects.toThrow(/script: .*\nservice: /);
});

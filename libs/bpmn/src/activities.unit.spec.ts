import { compileScore } from './compile-score';
import type { FlowNode } from './model';
import {
  around,
  collaboration,
  extensions,
  message,
  nodeOf,
  problemsOf,
  processOf,
  property,
  refusalsOf,
} from './testing/model-xml';

const node = async (xml: string, id = 'x'): Promise<FlowNode> => nodeOf(await compileScore(xml), id);
const task = (tag: string, content: string, attributes = ''): string =>
  processOf(
    around(`<${tag} id="x" ${attributes}>${extensions(content)}</${tag}>`, 'x'),
    message('m', '=key'),
  );

const SCRIPT = '<zeebe:script expression="=a + 1" resultVariable="b" />';
const DECISION = '<zeebe:calledDecision decisionId="dish" resultVariable="dish" />';
const JOB = '<zeebe:taskDefinition type="work" />';

describe('call activities', () => {
  const call = (attributes: string): string => task('callActivity', `<zeebe:calledElement ${attributes} />`);

  test('pass all variables in and out unless the model says otherwise', async () => {
    const { calledElement } = await node(call('processId="child"'));
    expect(calledElement).toMatchObject({
      processId: { constant: 'child' },
      binding: { type: 'latest' },
      propagateAllParentVariables: true,
      propagateAllChildVariables: true,
    });
    const narrow = await node(
      call('processId="child" propagateAllParentVariables="false" propagateAllChildVariables="false"'),
    );
    expect(narrow.calledElement).toMatchObject({
      propagateAllParentVariables: false,
      propagateAllChildVariables: false,
    });
  });

  test('may compute what they call', async () => {
    for (const attributes of [
      'processId="=&#34;child-&#34; + kind"',
      'processIdExpression="=&#34;child-&#34; + kind"',
    ]) {
      const { calledElement } = await node(call(attributes));
      expect(calledElement?.processId.evaluate({ kind: 'a' })).toBe('child-a');
    }
  });

  test.each<[string, string]>([
    ['bindingType="deployment"', 'deployment'],
    ['bindingType="latest"', 'latest'],
    ['bindingType="versionTag" versionTag="v1"', 'versionTag'],
  ])('are bound by %s', async (attributes, type) => {
    expect((await node(call(`processId="child" ${attributes}`))).calledElement?.binding.type).toBe(type);
  });

  test.each<[string, string]>([
    ['', 'called-element x'],
    ['processId="=child("', 'expression x'],
    ['processId="child" bindingType="versionTag"', 'binding x'],
    ['processId="child" bindingType="newest"', 'binding x'],
  ])('refuse %s', async (attributes, refusal) => {
    expect(await refusalsOf(call(attributes))).toEqual([refusal]);
  });
});

describe('script and business rule tasks', () => {
  test('are done by the engine or by a worker', async () => {
    expect((await node(task('scriptTask', SCRIPT))).script?.expression.evaluate({ a: 1 })).toBe(2);
    expect((await node(task('scriptTask', JOB))).job?.type.constant).toBe('work');
    expect(await node(task('businessRuleTask', DECISION))).toMatchObject({
      calledDecision: { decisionId: { constant: 'dish' }, resultVariable: 'dish' },
      job: undefined,
    });
    expect((await node(task('businessRuleTask', JOB))).job?.type.constant).toBe('work');
  });

  test.each<[string, string, string]>([
    ['scriptTask', SCRIPT + JOB, 'task-definition x'],
    ['businessRuleTask', DECISION + JOB, 'task-definition x'],
    ['scriptTask', '', 'task-definition x'],
    ['businessRuleTask', '', 'task-definition x'],
    ['scriptTask', '<zeebe:script resultVariable="b" />', 'script x'],
    ['scriptTask', '<zeebe:script expression="1 + 1" resultVariable="b" />', 'expression x'],
    ['scriptTask', '<zeebe:script expression="=1 +" resultVariable="b" />', 'expression x'],
    ['scriptTask', '<zeebe:script expression="=1" />', 'result-variable x'],
    ['businessRuleTask', '<zeebe:calledDecision decisionId="d" />', 'result-variable x'],
    ['businessRuleTask', '<zeebe:calledDecision resultVariable="r" />', 'called-decision x'],
    [
      'businessRuleTask',
      '<zeebe:calledDecision decisionId="d" resultVariable="the result" />',
      'result-variable x',
    ],
  ])('%s: %s is refused', async (tag, content, refusal) => {
    expect(await refusalsOf(task(tag, content))).toContain(refusal);
  });

  test('a business rule task in a pool has a default job type, a script has none', async () => {
    const inPool = (tag: string): string =>
      collaboration({ kitchen: { process: around(`<${tag} id="x" name="Choose dish" />`, 'x') } });
    expect((await node(inPool('businessRuleTask'))).job?.type.constant).toBe('kitchen.chooseDish');
    expect(await refusalsOf(inPool('scriptTask'))).toEqual(['task-definition x']);
  });
});

describe('what tasks say besides', () => {
  test.each<[string, string]>([
    ['serviceTask', JOB],
    ['sendTask', JOB],
    ['scriptTask', JOB],
    ['businessRuleTask', JOB],
    ['userTask', '<zeebe:userTask />'],
  ])('a %s may time out', async (tag, content) => {
    expect((await node(task(tag, content + property('timeout', 'PT15S')))).timeout?.constant).toBe('PT15S');
  });

  test('a receive task may time out', async () => {
    const xml = task('receiveTask', property('timeout', 'PT15S'), 'messageRef="message-m"');
    expect((await node(xml)).timeout?.constant).toBe('PT15S');
  });

  test('secrets are left to workers', async () => {
    const content = `${JOB}<zeebe:taskHeaders><zeebe:header key="token" value="{{secrets.TOKEN}}" /></zeebe:taskHeaders><zeebe:ioMapping><zeebe:input source="{{secrets.TOKEN}}" target="token" /></zeebe:ioMapping>`;
    const { job, inputs } = await node(task('serviceTask', content));
    expect(job?.headers).toEqual({ token: '{{secrets.TOKEN}}' });
    expect(inputs[0]?.source.evaluate({})).toBe('{{secrets.TOKEN}}');
  });

  test('what informs others changes nothing', async () => {
    const content = `${JOB}<zeebe:agentDefinition agentType="k" /><zeebe:jobPriorityDefinition priority="3" /><zeebe:linkedResources><zeebe:linkedResource resourceId="r" resourceType="RPA" linkName="l" /></zeebe:linkedResources>`;
    expect(await refusalsOf(task('serviceTask', content))).toEqual([]);
  });

  test.each<[string, string]>([
    ['<zeebe:taskSchedule dueDate="2026-11-24T08:00+02:00" followUpDate="=when" />', ''],
    ['<zeebe:taskSchedule dueDate="tomorrow" />', 'time-format x'],
    ['<zeebe:taskSchedule followUpDate="24.11.2026" />', 'time-format x'],
    ['<zeebe:priorityDefinition priority="100" />', ''],
    ['<zeebe:priorityDefinition priority="=urgency" />', ''],
    ['<zeebe:priorityDefinition priority="101" />', 'priority x'],
    ['<zeebe:priorityDefinition priority="high" />', 'priority x'],
    ['<zeebe:formDefinition externalReference="https://forms.example.org/1" />', ''],
    ['<zeebe:formDefinition formKey="camunda-forms:bpmn:f" />', ''],
    ['<zeebe:formDefinition formId="f" bindingType="versionTag" versionTag="v2" />', ''],
    ['<zeebe:formDefinition formId="f" bindingType="versionTag" />', 'binding x'],
    ['<zeebe:assignmentDefinition assignee="=who(" />', 'expression x'],
  ])('a user task with %s', async (content, refusal) => {
    const found = await refusalsOf(task('userTask', `<zeebe:userTask />${content}`));
    expect(found).toEqual(refusal === '' ? [] : [refusal]);
  });
});

test('a refusal names its remedy', async () => {
  for (const problem of await problemsOf(task('scriptTask', SCRIPT + JOB)))
    expect(problem.message).toMatch(/^x: .*\. Keep one of them\.$/);
});

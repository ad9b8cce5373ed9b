import { compileScore } from './compile-score';
import type { FlowNode } from './model';
import {
  around,
  collaboration,
  extensions,
  nodeOf,
  problemsOf,
  processOf,
  property,
  refusalsOf,
} from './testing/model-xml';

const work = (content: string, tag = 'serviceTask', name = ''): string =>
  around(`<${tag} id="x" name="${name}">${extensions(content)}</${tag}>`, 'x');

async function task(content: string, tag?: string): Promise<FlowNode> {
  return nodeOf(await compileScore(processOf(work(content, tag))), 'x');
}

async function taskInPool(name: string, pool = 'Order Service', id = 'Charge_card'): Promise<FlowNode> {
  const process = around(`<serviceTask id="${id}" name="${name}" />`, id);
  return nodeOf(await compileScore(collaboration({ p: { name: pool, process } })), id);
}

describe('jobs', () => {
  test('have the type, retries and headers of their definition', async () => {
    const { job } = await task(
      '<zeebe:taskDefinition type="charge" retries="5" /><zeebe:taskHeaders><zeebe:header key="k" value="v" /><zeebe:header key="empty" /></zeebe:taskHeaders>',
    );
    expect(job?.type.evaluate({})).toBe('charge');
    expect(job?.retries.evaluate({})).toBe(5);
    expect(job?.headers).toEqual({ k: 'v', empty: '' });
    expect(job?.retryBackoff).toBeUndefined();
  });

  test('have three retries unless the model says otherwise', async () => {
    expect((await task('<zeebe:taskDefinition type="charge" />')).job?.retries.evaluate({})).toBe(3);
  });

  test('may compute type and retries', async () => {
    const { job } = await task(
      '<zeebe:taskDefinition type="=&#34;charge-&#34; + country" retries="=attempts" />',
    );
    expect(job?.type.evaluate({ country: 'DE' })).toBe('charge-DE');
    expect(job?.retries.evaluate({ attempts: 2 })).toBe(2);
  });

  test('wait between attempts as the property retryBackoff says', async () => {
    const { job } = await task(`<zeebe:taskDefinition type="charge" />${property('retryBackoff', 'PT1S')}`);
    expect(job?.retryBackoff?.evaluate({})).toBe('PT1S');
  });

  test.each([
    ['<zeebe:taskDefinition type="=charge(" />', 'expression'],
    ['<zeebe:taskDefinition type="charge" retries="many" />', 'expression'],
    [`<zeebe:taskDefinition type="charge" />${property('retryBackoff', '1 s')}`, 'time-format'],
    [`<zeebe:taskDefinition type="charge" />${property('timeout', '15')}`, 'time-format'],
    ['', 'task-definition'],
    ['<zeebe:taskDefinition retries="3" />', 'task-definition'],
  ])('refuse %s', async (content, rule) => {
    expect(await refusalsOf(processOf(work(content)))).toEqual([`${rule} x`]);
  });
});

describe('default job types', () => {
  test.each([
    ['Charge card', 'orderService.x', 'order-service.chargeCard'],
    ['ChargeCard', '', 'order-service.chargeCard'],
    ['charge THE card (again)', '', 'order-service.chargeTHECardAgain'],
    ['Re-check  2 cards', '', 'order-service.reCheck2Cards'],
    ['Überweisung prüfen', '', 'order-service.überweisungPrüfen'],
    ['', '', 'order-service.chargeCard'],
    ['!?', '', 'order-service.chargeCard'],
  ])('%s', async (name, _, type) => {
    expect((await taskInPool(name)).job?.type.evaluate({})).toBe(type);
  });

  test('apply to compensation handlers in pools', async () => {
    const process = around(
      '<task id="do" />',
      'do',
      '<boundaryEvent id="undo" attachedToRef="do"><compensateEventDefinition /></boundaryEvent><serviceTask id="handler" name="Take back" isForCompensation="true" /><association id="a" sourceRef="undo" targetRef="handler" />',
    );
    const score = await compileScore(collaboration({ payment: { process } }));
    expect(nodeOf(score, 'handler').job?.type.evaluate({})).toBe('payment.takeBack');
  });

  test('do not apply without a pool', async () => {
    const [problem] = await problemsOf(processOf(around('<serviceTask id="x" name="Charge card" />', 'x')));
    expect(problem).toMatchObject({ rule: 'task-definition', element: 'x' });
    expect(problem?.message).toContain('draw a pool');
  });
});

describe('timeouts', () => {
  test.each(['serviceTask', 'userTask'])('are a property of a %s', async (tag) => {
    const content = `${tag === 'serviceTask' ? '<zeebe:taskDefinition type="t" />' : ''}${property('timeout', 'PT15S')}`;
    expect((await task(content, tag)).timeout?.evaluate({})).toBe('PT15S');
  });

  test('may be computed', async () => {
    const content = `<zeebe:taskDefinition type="t" />${property('timeout', '=limit')}`;
    expect((await task(content)).timeout?.evaluate({ limit: 'PT1M' })).toBe('PT1M');
  });

  test('are refused where nothing waits for a worker', async () => {
    const sub = `<subProcess id="x">${extensions(property('timeout', 'PT1S'))}<startEvent id="in" /></subProcess>`;
    const [problem] = await problemsOf(processOf(around(sub, 'x')));
    expect(problem).toMatchObject({ rule: 'timeout', element: 'x' });
    expect(problem?.message).toContain('timer boundary event');
  });
});

describe('user tasks', () => {
  test('say who is to do them', async () => {
    const { userTask } = await task(
      '<zeebe:userTask /><zeebe:assignmentDefinition assignee="=who" candidateGroups="clerks" candidateUsers="ann" /><zeebe:formDefinition formId="approve" /><zeebe:taskSchedule dueDate="=due" /><zeebe:priorityDefinition priority="70" />',
      'userTask',
    );
    expect(userTask?.assignee?.evaluate({ who: 'ann' })).toBe('ann');
    expect(userTask?.candidateGroups?.evaluate({})).toBe('clerks');
    expect(userTask?.candidateUsers?.evaluate({})).toBe('ann');
    expect(userTask?.dueDate?.evaluate({ due: '2026-01-01' })).toBe('2026-01-01');
    expect(userTask?.priority?.evaluate({})).toBe('70');
    expect(userTask?.formId).toBe('approve');
  });
});

describe('mappings', () => {
  const mapped = (mappings: string): string =>
    `<zeebe:taskDefinition type="t" /><zeebe:ioMapping>${mappings}</zeebe:ioMapping>`;

  test('keep their order, sources and targets', async () => {
    const { inputs, outputs } = await task(
      mapped(
        '<zeebe:input source="=a" target="x" /><zeebe:input source="plain" target="y.z" /><zeebe:output source="=b + 1" target="result" />',
      ),
    );
    expect(inputs.map(({ source, target }) => [source.evaluate({ a: 1 }), target])).toEqual([
      [1, 'x'],
      ['plain', 'y.z'],
    ]);
    expect(outputs.map(({ source, target }) => [source.evaluate({ b: 1 }), target])).toEqual([[2, 'result']]);
  });

  test.each([
    ['<zeebe:input source="=a +" target="x" />', 'expression'],
    ['<zeebe:input source="=a" target="x y" />', 'mapping'],
    ['<zeebe:input source="=a" target="x..y" />', 'mapping'],
    ['<zeebe:input source="=a" target="1x" />', 'mapping'],
    ['<zeebe:input source="=a" target="null" />', 'mapping'],
    ['<zeebe:input source="=a" target="__proto__.polluted" />', 'mapping'],
    ['<zeebe:input source="=a" />', 'mapping'],
    ['<zeebe:output target="x" />', 'mapping'],
    ['<zeebe:output source="a" target="x" />', 'expression'],
  ])('refuse %s', async (mapping, rule) => {
    expect(await refusalsOf(processOf(work(mapped(mapping))))).toEqual([`${rule} x`]);
  });
});

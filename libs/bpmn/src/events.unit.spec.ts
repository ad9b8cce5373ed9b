import { compileScore } from './compile-score';
import type { FlowNode } from './model';
import { around, definitions, message, nodeOf, processOf, refusalsOf } from './testing/model-xml';

const ERRORS =
  '<error id="declined" errorCode="DECLINED" /><error id="again" errorCode="DECLINED" /><error id="bare" /><error id="computed" errorCode="=code" />';

const boundary = (id: string, definition: string, attributes = ''): string =>
  `<boundaryEvent id="${id}" attachedToRef="task" ${attributes}>${definition}</boundaryEvent>`;

const onTask = (...events: string[]): string =>
  processOf(
    around('<userTask id="task" />', 'task', events.join('')),
    `${ERRORS}${message('m', '=key')}${message('n', '=key')}`,
  );

const timer = (content: string): string => `<timerEventDefinition>${content}</timerEventDefinition>`;
const caught = (definition: string): string =>
  processOf(around(`<intermediateCatchEvent id="x">${definition}</intermediateCatchEvent>`, 'x'));
const started = (definition: string): string => processOf(`<startEvent id="x">${definition}</startEvent>`);

async function nodeX(xml: string): Promise<FlowNode> {
  return nodeOf(await compileScore(xml), 'x');
}

describe('timers', () => {
  test.each<[string, string, string]>([
    ['duration', '<timeDuration>PT1H</timeDuration>', 'PT1H'],
    ['duration', '<timeDuration>=wait</timeDuration>', 'PT5S'],
    ['date', '<timeDate>2026-11-24T08:00:00Z</timeDate>', '2026-11-24T08:00:00Z'],
  ])('catch a %s', async (type, content, value) => {
    const { timer: definition } = await nodeX(caught(timer(content)));
    expect(definition?.type).toBe(type);
    expect(definition?.value.evaluate({ wait: 'PT5S' })).toBe(value);
  });

  test('start a process at a date, after a time or in a cycle', async () => {
    expect((await nodeX(started(timer('<timeCycle>R/PT1H</timeCycle>')))).timer?.type).toBe('cycle');
    expect((await nodeX(started(timer('<timeDate>2026-11-24T08:00:00Z</timeDate>')))).timer?.type).toBe(
      'date',
    );
    expect((await nodeX(started(timer('<timeDuration>PT1H</timeDuration>')))).timer?.type).toBe('duration');
  });

  test('repeat only where they do not interrupt', async () => {
    const cycle = timer('<timeCycle>R3/PT10S</timeCycle>');
    const score = await compileScore(onTask(boundary('remind', cycle, 'cancelActivity="false"')));
    expect(nodeOf(score, 'remind')).toMatchObject({ interrupting: false, timer: { type: 'cycle' } });
    expect(await refusalsOf(onTask(boundary('remind', cycle)))).toEqual(['timer remind']);
    expect(await refusalsOf(caught(cycle))).toEqual(['timer x']);
  });

  test.each<[string, string]>([
    ['', 'timer'],
    ['<timeDuration />', 'timer'],
    ['<timeDuration>PT1H</timeDuration><timeDate>2026-11-24T08:00:00Z</timeDate>', 'timer'],
    ['<timeDuration>one hour</timeDuration>', 'time-format'],
    ['<timeDuration>=1 +</timeDuration>', 'expression'],
    ['<timeDate>tomorrow</timeDate>', 'time-format'],
  ])('refuse %s', async (content, rule) => {
    expect(await refusalsOf(caught(timer(content)))).toEqual([`${rule} x`]);
  });

  test('repeat by cron expressions of six fields', async () => {
    expect(await refusalsOf(started(timer('<timeCycle>0 0 9 * * MON</timeCycle>')))).toEqual([]);
    expect(await refusalsOf(started(timer('<timeCycle>@daily</timeCycle>')))).toEqual([]);
    expect(await refusalsOf(started(timer('<timeCycle>0 0 25 * * MON</timeCycle>')))).toEqual([
      'time-format x',
    ]);
    expect(await refusalsOf(started(timer('<timeCycle>R/often</timeCycle>')))).toEqual(['time-format x']);
  });
});

describe('errors', () => {
  test('are caught by their code, or all of them without one', async () => {
    const score = await compileScore(
      onTask(
        boundary('declined-caught', '<errorEventDefinition errorRef="declined" />'),
        boundary('any', '<errorEventDefinition />'),
      ),
    );
    expect(nodeOf(score, 'declined-caught').errorCode?.constant).toBe('DECLINED');
    expect(nodeOf(score, 'any').errorCode).toBeUndefined();
    expect(nodeOf(score, 'task').boundaryEvents.map(({ id }) => id)).toEqual(['declined-caught', 'any']);
  });

  test('are caught once each on an activity', async () => {
    const one = boundary('one', '<errorEventDefinition errorRef="declined" />');
    expect(
      await refusalsOf(onTask(one, boundary('two', '<errorEventDefinition errorRef="again" />'))),
    ).toEqual(['boundary-event two']);
    const any = boundary('any', '<errorEventDefinition />');
    expect(
      await refusalsOf(onTask(any, boundary('all', '<errorEventDefinition errorRef="bare" />'))),
    ).toEqual(['boundary-event all']);
  });

  test('always interrupt', async () => {
    const event = boundary('one', '<errorEventDefinition errorRef="declined" />', 'cancelActivity="false"');
    expect(await refusalsOf(onTask(event))).toEqual(['boundary-event one']);
  });

  test('are thrown with a constant code', async () => {
    const end = (error: string): string =>
      processOf(
        `<startEvent id="start" /><endEvent id="x"><errorEventDefinition ${error} /></endEvent>`,
        ERRORS,
      );
    expect((await nodeX(end('errorRef="declined"'))).errorCode?.constant).toBe('DECLINED');
    expect(await refusalsOf(end(''))).toEqual(['error-code x']);
    expect(await refusalsOf(end('errorRef="bare"'))).toEqual(['error-code x']);
  });
});

describe('messages', () => {
  test('from outside are found by name and key', async () => {
    const score = await compileScore(
      onTask(boundary('x', '<messageEventDefinition messageRef="message-m" />', 'cancelActivity="false"')),
    );
    const { message: definition, interrupting } = nodeOf(score, 'x');
    expect(interrupting).toBe(false);
    expect(definition?.name.evaluate({})).toBe('m');
    expect(definition?.correlationKey?.evaluate({ key: 'k' })).toBe('k');
    expect(definition).toMatchObject({ inner: false, receivers: [] });
  });

  test('may compute their names', async () => {
    const xml = caught('<messageEventDefinition messageRef="computed" />').replace(
      '</bpmn:definitions>',
      '<bpmn:message id="computed" name="=&#34;paid-&#34; + country"><bpmn:extensionElements><zeebe:subscription correlationKey="=key" /></bpmn:extensionElements></bpmn:message></bpmn:definitions>',
    );
    expect((await nodeX(xml)).message?.name.evaluate({ country: 'DE' })).toBe('paid-DE');
  });

  test('are awaited once each on an activity', async () => {
    const one = boundary('one', '<messageEventDefinition messageRef="message-m" />');
    const two = (name: string): string =>
      boundary('two', `<messageEventDefinition messageRef="message-${name}" />`);
    expect(await refusalsOf(onTask(one, two('n')))).toEqual([]);
    expect(await refusalsOf(onTask(one, two('m')))).toEqual(['boundary-event two']);
  });

  test('need a key that is an expression', async () => {
    const wait = around('<receiveTask id="x" messageRef="message-m" />', 'x');
    expect(await refusalsOf(processOf(wait, message('m', 'orderId')))).toEqual(['expression x']);
    expect(await refusalsOf(processOf(wait, message('m', '=order +')))).toEqual(['expression x']);
    expect(await refusalsOf(processOf(wait, message('m')))).toEqual(['message-never-sent x']);
  });

  test('need a name', async () => {
    const wait = around('<receiveTask id="x" messageRef="nameless" />', 'x');
    const nameless = message('', '=key').replace('message-', 'nameless').replace('name=""', '');
    expect(await refusalsOf(processOf(wait, nameless))).toEqual(['message-name x']);
    expect(await refusalsOf(started('<messageEventDefinition />'))).toEqual(['message-name x']);
  });
});

describe('boundary events', () => {
  test('stand on activities of their own scope', async () => {
    const error = '<errorEventDefinition />';
    const elements =
      '<startEvent id="start" /><exclusiveGateway id="gate" /><subProcess id="sub"><startEvent id="in" /><task id="inner" /></subProcess>';
    const at = (id: string): string => `<boundaryEvent id="x" attachedToRef="${id}">${error}</boundaryEvent>`;
    expect(await refusalsOf(processOf(elements + at('sub')))).toEqual([]);
    for (const id of ['gate', 'start', 'inner']) {
      expect(await refusalsOf(processOf(elements + at(id)))).toEqual(['boundary-event x']);
    }
    expect(await refusalsOf(processOf(`${elements}<boundaryEvent id="x">${error}</boundaryEvent>`))).toEqual([
      'boundary-event x',
    ]);
  });
});

test('an event definition may be shared by several events', async () => {
  const xml = definitions(
    '<message id="m" name="m" /><messageEventDefinition id="shared" messageRef="m" /><process id="p" isExecutable="true"><startEvent id="x"><eventDefinitionRef>shared</eventDefinitionRef></startEvent></process>',
  );
  expect((await nodeX(xml)).message?.name.constant).toBe('m');
});

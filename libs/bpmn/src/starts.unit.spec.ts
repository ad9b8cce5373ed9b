import { compileScore } from './compile-score';
import { flows, message, messageEvent, nodeOf, problemsOf, processOf, refusalsOf } from './testing/model-xml';

const computed = (name: string): string =>
  `<message id="message-c" name="${name}"><extensionElements><zeebe:subscription correlationKey="=key" /></extensionElements></message>`;
const timed = (content: string): string =>
  processOf(`<startEvent id="x"><timerEventDefinition>${content}</timerEventDefinition></startEvent>`);

describe('what begins a process is known at its deployment', () => {
  test('a computed message name is evaluated', async () => {
    const xml = processOf(
      messageEvent('startEvent', 'x', 'c'),
      computed('=&#34;order-&#34; + &#34;placed&#34;'),
    );
    const { message: definition } = nodeOf(await compileScore(xml), 'x');
    expect(definition?.name.constant).toBe('order-placed');
  });

  test('a computed signal name is evaluated', async () => {
    const xml = processOf(
      '<startEvent id="x"><signalEventDefinition signalRef="s" /></startEvent>',
      '<signal id="s" name="=upper case(&#34;alarm&#34;)" />',
    );
    expect(nodeOf(await compileScore(xml), 'x').signal?.constant).toBe('ALARM');
  });

  test.each(['=name', '=1 + 1', '=null'])('the message name %s is refused', async (name) => {
    const [problem] = await problemsOf(processOf(messageEvent('startEvent', 'x', 'c'), computed(name)));
    expect(problem).toMatchObject({ rule: 'message-name', element: 'x' });
    expect(problem?.message).toContain('without variables');
  });

  test('names of messages that instantiate otherwise as well', async () => {
    const receive = processOf(
      '<receiveTask id="x" instantiate="true" messageRef="message-c" />',
      computed('=name'),
    );
    expect(await refusalsOf(receive)).toEqual(['message-name x']);
    const gateway = processOf(
      `<eventBasedGateway id="race" instantiate="true" />${messageEvent('intermediateCatchEvent', 'x', 'c')}${messageEvent('intermediateCatchEvent', 'y', 'm')}${flows('race x', 'race y')}`,
      computed('=name') + message('m', '=key'),
    );
    expect(await refusalsOf(gateway)).toEqual(['message-name x']);
  });

  test('but not that of an event sub-process', async () => {
    const xml = processOf(
      `<startEvent id="start" /><subProcess id="sub" triggeredByEvent="true">${messageEvent('startEvent', 'x', 'c')}</subProcess>`,
      computed('=name'),
    );
    expect(await refusalsOf(xml)).toEqual([]);
  });

  test.each<[string, string]>([
    ['<timeCycle>="R/" + "PT1H"</timeCycle>', '"R/" + "PT1H"'],
    ['<timeDuration>=duration("PT1H")</timeDuration>', 'duration'],
    ['<timeDate>=now() + duration("PT1H")</timeDate>', 'now'],
    ['<timeDate>=date and time("2026-11-24T08:00:00Z")</timeDate>', 'date'],
  ])('a timer may be computed: %s', async (content, part) => {
    expect(nodeOf(await compileScore(timed(content)), 'x').timer?.value.source).toContain(part);
  });

  test.each([
    '<timeCycle>=cycle</timeCycle>',
    '<timeDuration>="soon"</timeDuration>',
    '<timeDate>=1</timeDate>',
  ])('the timer %s is refused', async (content) => {
    expect(await refusalsOf(timed(content))).toEqual(['timer x']);
  });
});

describe('several starts', () => {
  test('one without a trigger and one for each event', async () => {
    const more = `<startEvent id="a" />${messageEvent('startEvent', 'b', 'm')}<startEvent id="c"><signalEventDefinition signalRef="s" /></startEvent><startEvent id="d"><conditionalEventDefinition><condition>=x</condition></conditionalEventDefinition></startEvent>`;
    const score = await compileScore(processOf(more, `${message('m')}<signal id="s" name="s" />`));
    expect(score.processes[0]?.startEvents.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('an event sub-process has exactly one', async () => {
    const sub = (content: string): string =>
      processOf(
        `<startEvent id="start" /><subProcess id="sub" triggeredByEvent="true">${content}</subProcess>`,
      );
    const error = (id: string): string => `<startEvent id="${id}"><errorEventDefinition /></startEvent>`;
    expect(await refusalsOf(sub(error('a') + error('b')))).toEqual(['start-event sub']);
    expect(await refusalsOf(sub('<task id="t" />'))).toEqual(['start-event sub']);
    expect(await refusalsOf(sub('<startEvent id="a" />'))).toEqual(['not-supported a']);
  });
});

import { compileScore } from './compile-score';
import { around, flows, nodeOf, processOf, problemsOf, refusalsOf } from './testing/model-xml';

const undo = (id: string, activity: string): string =>
  `<boundaryEvent id="${id}" attachedToRef="${activity}"><compensateEventDefinition /></boundaryEvent>`;
const handler = (id: string, attributes = 'isForCompensation="true"'): string =>
  `<userTask id="${id}" ${attributes} />`;
const link = (from: string, to: string): string =>
  `<association id="${from}-${to}" associationDirection="One" sourceRef="${from}" targetRef="${to}" />`;
const booked = (...rest: string[]): string =>
  processOf(around('<userTask id="book" />', 'book', rest.join('')));

const COMPLETE = [undo('undo', 'book'), handler('unbook'), link('undo', 'unbook')];

describe('compensation handlers', () => {
  test('are found by boundary event and association', async () => {
    const score = await compileScore(booked(...COMPLETE));
    expect(nodeOf(score, 'book').compensationHandler).toBe(nodeOf(score, 'unbook'));
    expect(nodeOf(score, 'book').boundaryEvents).toEqual([]);
    expect(nodeOf(score, 'unbook').isForCompensation).toBe(true);
    expect(nodeOf(score, 'undo')).toMatchObject({ kind: 'compensationBoundaryEvent', attachedTo: 'book' });
  });

  test('undo sub-processes as well, and may be sub-processes', async () => {
    const sub = (id: string, attributes = ''): string =>
      `<subProcess id="${id}" ${attributes}><startEvent id="${id}-start" /></subProcess>`;
    const xml = processOf(
      around(
        sub('trip'),
        'trip',
        undo('undo', 'trip') + sub('cancel', 'isForCompensation="true"') + link('undo', 'cancel'),
      ),
    );
    const score = await compileScore(xml);
    expect(nodeOf(score, 'trip').compensationHandler).toBe(nodeOf(score, 'cancel'));
  });

  test('inside a sub-process belong to it, wherever the association is kept', async () => {
    const inside = `<startEvent id="in" /><userTask id="book" />${undo('undo', 'book')}${handler('unbook')}${flows('in book')}`;
    const xml = processOf(
      around(`<subProcess id="sub">${inside}</subProcess>`, 'sub', link('undo', 'unbook')),
    );
    const score = await compileScore(xml);
    expect(nodeOf(score, 'book').compensationHandler).toBe(nodeOf(score, 'unbook'));
  });

  test('a note at the boundary event is no handler', async () => {
    const note = '<textAnnotation id="note" /><association id="remark" sourceRef="undo" targetRef="note" />';
    expect(await refusalsOf(booked(...COMPLETE, note))).toEqual([]);
  });

  test.each<[string, string[], string[]]>([
    ['a boundary event without a handler', [undo('undo', 'book')], ['compensation undo']],
    [
      'a boundary event with two handlers',
      [...COMPLETE, handler('other'), link('undo', 'other')],
      ['compensation undo', 'compensation unbook', 'compensation other'],
    ],
    [
      'a handler that is not marked',
      [undo('undo', 'book'), handler('unbook', ''), link('undo', 'unbook')],
      ['compensation unbook'],
    ],
    ['a marked handler that nothing leads to', [handler('unbook')], ['compensation unbook']],
    [
      'two boundary events on one activity',
      [...COMPLETE, undo('again', 'book'), handler('other'), link('again', 'other')],
      ['compensation again'],
    ],
    [
      'a handler of a handler',
      [...COMPLETE, undo('again', 'unbook'), handler('other'), link('again', 'other')],
      ['compensation again'],
    ],
    [
      'a handler in another scope',
      [
        undo('undo', 'book'),
        `<subProcess id="sub"><startEvent id="in" />${handler('unbook')}</subProcess>`,
        link('undo', 'unbook'),
      ],
      ['compensation undo', 'compensation unbook'],
    ],
    ['a sequence flow to a handler', [...COMPLETE, flows('book unbook')], ['sequence-flow unbook']],
    ['a sequence flow from a handler', [...COMPLETE, flows('unbook end')], ['sequence-flow unbook']],
    ['a sequence flow from the boundary event', [...COMPLETE, flows('undo end')], ['sequence-flow undo']],
    [
      'boundary events on a handler',
      [...COMPLETE, '<boundaryEvent id="e" attachedToRef="unbook"><errorEventDefinition /></boundaryEvent>'],
      ['sequence-flow unbook'],
    ],
  ])('refuse %s', async (_, parts, refusals) => {
    expect(await refusalsOf(booked(...parts))).toEqual(refusals);
  });
});

describe('compensation throw and end events', () => {
  const thrown = (attributes: string, tag = 'intermediateThrowEvent'): string =>
    `<${tag} id="throw"><compensateEventDefinition ${attributes} /></${tag}>`;

  test('undo the whole scope, or one activity of it', async () => {
    const all = await compileScore(booked(...COMPLETE, thrown('')));
    expect(nodeOf(all, 'throw').compensates).toBeUndefined();
    const one = await compileScore(booked(...COMPLETE, thrown('activityRef="book"', 'endEvent')));
    expect(nodeOf(one, 'throw')).toMatchObject({ kind: 'compensationEndEvent', compensates: 'book' });
  });

  test.each([
    ['an activity without a handler', booked(thrown('activityRef="book"'))],
    ['a node that is no activity', booked(thrown('activityRef="start"'))],
    [
      'an activity of another scope',
      booked(
        ...COMPLETE,
        `<subProcess id="sub"><startEvent id="in" />${thrown('activityRef="book"')}</subProcess>`,
      ),
    ],
    ['without waiting', booked(thrown('waitForCompletion="false"'))],
  ])('do not undo %s', async (_, xml) => {
    const problems = await problemsOf(xml);
    expect(problems.map(({ rule, element }) => `${rule} ${element}`)).toEqual(['compensation throw']);
  });

  test('undo what lies around their event sub-process', async () => {
    const eventSubProcess = (tag: string, definition: string): string =>
      `<subProcess id="esp" triggeredByEvent="true"><startEvent id="on">${definition}</startEvent>${thrown('activityRef="book"', tag)}${flows('on throw')}</subProcess>`;
    const onError = await compileScore(
      booked(...COMPLETE, eventSubProcess('endEvent', '<errorEventDefinition />')),
    );
    expect(nodeOf(onError, 'throw').compensates).toBe('book');
    const inside = `<startEvent id="in" /><userTask id="book" />${COMPLETE.join('')}${eventSubProcess('intermediateThrowEvent', '<compensateEventDefinition />')}${flows('in book')}`;
    const undone = await compileScore(
      processOf(around(`<subProcess id="sub">${inside}</subProcess>`, 'sub')),
    );
    expect(nodeOf(undone, 'throw').compensates).toBe('book');
  });

  test.each([
    ['subProcess', '<startEvent id="in" />'],
    ['transaction', '<startEvent id="in" />'],
    ['adHocSubProcess', '<task id="in" />'],
    ['callActivity', '<extensionElements><zeebe:calledElement processId="p" /></extensionElements>'],
  ])('reach into a %s without a handler', async (tag, inside) => {
    const xml = processOf(
      around(`<${tag} id="book">${inside}</${tag}>`, 'book', thrown('activityRef="book"')),
    );
    expect(nodeOf(await compileScore(xml), 'throw').compensates).toBe('book');
  });

  test('do not name an event sub-process', async () => {
    const esp =
      '<subProcess id="esp" triggeredByEvent="true"><startEvent id="on"><errorEventDefinition /></startEvent></subProcess>';
    expect(await refusalsOf(booked(esp, thrown('activityRef="esp"')))).toEqual(['compensation throw']);
  });
});

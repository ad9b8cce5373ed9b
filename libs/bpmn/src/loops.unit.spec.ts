import { compileScore } from './compile-score';
import type { FlowNode } from './model';
import { around, extensions, nodeOf, problemsOf, processOf, refusalsOf } from './testing/model-xml';

const several = (inside: string, attributes = ''): string =>
  `<multiInstanceLoopCharacteristics ${attributes}>${inside}</multiInstanceLoopCharacteristics>`;
const over = (attributes: string): string =>
  several(extensions(`<zeebe:loopCharacteristics ${attributes} />`));
const standard = (inside: string, attributes = ''): string =>
  `<standardLoopCharacteristics ${attributes}>${inside}</standardLoopCharacteristics>`;

const onTask = (marker: string): string => processOf(around(`<userTask id="x">${marker}</userTask>`, 'x'));
const loopOf = async (xml: string): Promise<FlowNode['loop']> => nodeOf(await compileScore(xml), 'x').loop;

describe('a multi-instance', () => {
  test('runs over a collection and collects what its instances give', async () => {
    const loop = await loopOf(
      onTask(
        over(
          'inputCollection="=items" inputElement="item" outputCollection="results" outputElement="=item.price"',
        ),
      ),
    );
    expect(loop).toMatchObject({
      kind: 'multiInstance',
      sequential: false,
      inputElement: 'item',
      outputCollection: 'results',
    });
    if (loop?.kind !== 'multiInstance') throw new Error('It is a multi-instance.');
    expect(loop.collection?.evaluate({ items: [1, 2] })).toEqual([1, 2]);
    expect(loop.outputElement?.evaluate({ item: { price: 3 } })).toBe(3);
    expect(loop.cardinality).toBeUndefined();
  });

  test('may run a number of times, and end early', async () => {
    const loop = await loopOf(
      onTask(
        several(
          '<loopCardinality>=n</loopCardinality><completionCondition>=numberOfCompletedInstances &gt; 1</completionCondition>',
          'isSequential="true"',
        ),
      ),
    );
    expect(loop).toMatchObject({ sequential: true, cardinality: { source: '=n' } });
    expect(loop).toMatchObject({ completionCondition: { source: '=numberOfCompletedInstances > 1' } });
  });

  const activity: [string, string][] = [
    ['subProcess', '<startEvent id="in" />'],
    ['transaction', '<startEvent id="in" />'],
    ['adHocSubProcess', '<task id="in" />'],
    ['callActivity', extensions('<zeebe:calledElement processId="p" />')],
    ['serviceTask', extensions('<zeebe:taskDefinition type="t" />')],
    ['scriptTask', extensions('<zeebe:script expression="=1" resultVariable="r" />')],
    ['manualTask', ''],
  ];
  test.each(activity)('marks a %s', async (tag, inside) => {
    const [before, after] = inside.startsWith('<extension') ? [inside, ''] : ['', inside];
    const xml = `<${tag} id="x">${before}${over('inputCollection="=items"')}${after}</${tag}>`;
    expect(await loopOf(processOf(around(xml, 'x')))).toMatchObject({ kind: 'multiInstance' });
  });

  test.each<[string, string, string]>([
    ['neither collection nor cardinality', several(''), 'multi-instance'],
    [
      'both',
      several(
        `${extensions('<zeebe:loopCharacteristics inputCollection="=items" />')}<loopCardinality>3</loopCardinality>`,
      ),
      'multi-instance',
    ],
    ['a constant collection', over('inputCollection="items"'), 'expression'],
    ['a number that is none', several('<loopCardinality>-1</loopCardinality>'), 'expression'],
    [
      'an output element without a collection',
      over('inputCollection="=items" outputElement="=item"'),
      'output',
    ],
    [
      'an output collection without an element',
      over('inputCollection="=items" outputCollection="results"'),
      'output',
    ],
    [
      'a result under a name that is none',
      over('inputCollection="=items" outputCollection="my results" outputElement="=1"'),
      'variable-name',
    ],
    [
      'an input element under a name that is none',
      over('inputCollection="=items" inputElement="1st"'),
      'variable-name',
    ],
    [
      'a constant completion condition',
      several('<loopCardinality>3</loopCardinality><completionCondition>true</completionCondition>'),
      'expression',
    ],
    [
      'events of its instances',
      several('<loopCardinality>3</loopCardinality>', 'behavior="One"'),
      'not-supported',
    ],
  ])('is refused with %s', async (_, marker, rule) => {
    expect(await refusalsOf(onTask(marker))).toEqual([`${rule} x`]);
  });
});

describe('a standard loop', () => {
  test('goes on while its condition is true, up to its maximum', async () => {
    expect(
      await loopOf(
        onTask(standard('<loopCondition>=again</loopCondition>', 'testBefore="true" loopMaximum="3"')),
      ),
    ).toMatchObject({ kind: 'standardLoop', testBefore: true, maximum: 3, condition: { source: '=again' } });
    expect(await loopOf(onTask(standard('<loopCondition>=again</loopCondition>')))).toMatchObject({
      testBefore: false,
    });
    expect(await loopOf(onTask(standard('', 'loopMaximum="0"')))).toMatchObject({ maximum: 0 });
  });

  test.each<[string, string, string]>([
    ['neither condition nor maximum', standard(''), 'loop'],
    ['a maximum below 0', standard('', 'loopMaximum="-1"'), 'loop'],
    ['a constant condition', standard('<loopCondition>again</loopCondition>'), 'expression'],
  ])('is refused with %s', async (_, marker, rule) => {
    expect(await refusalsOf(onTask(marker))).toEqual([`${rule} x`]);
  });
});

test('an event sub-process has no marker', async () => {
  const eventSubProcess = (attributes: string, marker: string): string =>
    processOf(
      around(
        '<task id="task" />',
        'task',
        `<subProcess id="x" triggeredByEvent="true" ${attributes}>${marker}<startEvent id="on"><errorEventDefinition /></startEvent></subProcess>`,
      ),
    );
  for (const xml of [
    eventSubProcess('', over('inputCollection="=items"')),
    eventSubProcess('', standard('', 'loopMaximum="3"')),
    eventSubProcess('isForCompensation="true"', ''),
  ])
    expect(await refusalsOf(xml)).toContain('event-sub-process x');
});

test('a refused loop says what is to be done', async () => {
  const [problem] = await problemsOf(onTask(several('')));
  expect(problem?.message).toContain('zeebe:loopCharacteristics');
});

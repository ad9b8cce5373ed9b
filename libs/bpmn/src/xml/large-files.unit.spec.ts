import { definitions, refusalsOf } from '../testing/model-xml';

const process = (content: string): string =>
  definitions(`<process id="p" isExecutable="true"><startEvent id="start" />${content}</process>`);

test('a short file is told of every element that would be skipped', async () => {
  expect(
    await refusalsOf(process('<task id="one" /><task id="one" /><task id="two" /><task id="two" />')),
  ).toEqual(['duplicate-id one', 'duplicate-id two']);
});

test.each([
  ['ids twice', '<task id="one" />', 'duplicate-id one'],
  ['elements that BPMN does not know', '<robot />', 'unknown-content definitions'],
])('a large file is told of the first: %s', async (_, element, refusal) => {
  expect(await refusalsOf(process(element.repeat(100_000)))).toEqual([refusal]);
});

test('a large file that is no XML is told so', async () => {
  expect(await refusalsOf(`${process('<task id="one" />'.padEnd(300_000))}</x>`)).toEqual([
    'not-xml definitions',
  ]);
});

test('attributes that contain > are not taken for nesting', async () => {
  const tasks = Array.from({ length: 300 }, (_, index) => `<task id="t${index}" name="a > b" />`);
  expect(await refusalsOf(process(tasks.join('')))).toEqual([]);
});

test.each([
  `<task id="a" '/>`,
  `<task id="a" x='/>`,
  '<!-->',
  '<?>',
  `<!x '>`,
  `<task x="/>" />`,
  '<![CDATA[ <a> ]]>',
  '<!-- > " -->',
])('nesting is seen behind %s', async (trick) => {
  const open = '<subProcess colour="red">'.repeat(5_000);
  const closed = '</subProcess>'.repeat(5_000);
  expect(await refusalsOf(process(`${trick}${open}${closed}`))).toEqual(['nested-too-deeply definitions']);
});

test('nesting is seen in tags that look closed', async () => {
  const open = `<subProcess colour='/>'>`.repeat(5_000);
  expect(await refusalsOf(process(open))).toEqual(['nested-too-deeply definitions']);
});

test.each([
  ['attributes without a value', `<task id="t" ${'a a '.repeat(100_000)}/>`],
  ['attributes given twice', `<task id="t" ${'a="1" '.repeat(100_000)}/>`],
  ['many tags with a broken attribute', '<task a/>'.repeat(100_000)],
])('a large file of %s is told of the first', async (_, element) => {
  expect(await refusalsOf(process(element))).toEqual(['not-xml definitions']);
});

test('a tag of more than a mebibyte is refused', async () => {
  expect(await refusalsOf(process(`<task id="t" name="${'x'.repeat(1024 * 1024)}"/>`))).toEqual([
    'file-too-large definitions',
  ]);
});

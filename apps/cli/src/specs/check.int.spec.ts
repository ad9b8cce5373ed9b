import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CheckedFile } from '../check/check-model';
import { type Outcome, WorkingFolder } from '../testing/run-here';

const root = join(__dirname, '../../../..');
const shared = resolve(process.env['PARTITURA_SHARED'] ?? join(root, '../shared'));
const conformance = existsSync(join(shared, 'conformance')) ? test : test.skip;

const header = (encoding = 'UTF-8'): string => `<?xml version="1.0" encoding="${encoding}"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="t">`;
const fine = `${header()}<bpmn:process id="P" isExecutable="true"><bpmn:startEvent id="S" /></bpmn:process></bpmn:definitions>`;
const untyped = `${header()}<bpmn:collaboration id="C"><bpmn:participant id="Pool" name="Stock" processRef="P" /></bpmn:collaboration>
<bpmn:process id="P" isExecutable="true"><bpmn:startEvent id="S"><bpmn:outgoing>F</bpmn:outgoing></bpmn:startEvent>
<bpmn:intermediateCatchEvent id="Count"><bpmn:incoming>F</bpmn:incoming></bpmn:intermediateCatchEvent>
<bpmn:sequenceFlow id="F" sourceRef="S" targetRef="Count" /></bpmn:process></bpmn:definitions>`;

const silent = `${header()}<bpmn:collaboration id="C"><bpmn:participant id="A" name="Buyer" processRef="P" />
<bpmn:participant id="B" name="Seller" processRef="Q" /><bpmn:messageFlow id="M1" sourceRef="Ask" targetRef="Asked" />
<bpmn:messageFlow id="M2" sourceRef="Told" targetRef="Answer" /></bpmn:collaboration>
<bpmn:process id="P" isExecutable="true"><bpmn:startEvent id="S" />
<bpmn:intermediateThrowEvent id="Ask"><bpmn:messageEventDefinition /></bpmn:intermediateThrowEvent>
<bpmn:intermediateCatchEvent id="Answer"><bpmn:messageEventDefinition /></bpmn:intermediateCatchEvent>
<bpmn:sequenceFlow id="F1" sourceRef="S" targetRef="Ask" /><bpmn:sequenceFlow id="F2" sourceRef="Ask" targetRef="Answer" /></bpmn:process>
<bpmn:process id="Q" isExecutable="true"><bpmn:startEvent id="Asked"><bpmn:messageEventDefinition /></bpmn:startEvent>
<bpmn:serviceTask id="Deliver" /><bpmn:boundaryEvent id="Broken" attachedToRef="Deliver"><bpmn:errorEventDefinition /></bpmn:boundaryEvent>
<bpmn:endEvent id="Told"><bpmn:messageEventDefinition /></bpmn:endEvent><bpmn:endEvent id="Over" />
<bpmn:sequenceFlow id="F3" sourceRef="Asked" targetRef="Deliver" /><bpmn:sequenceFlow id="F4" sourceRef="Deliver" targetRef="Told" />
<bpmn:sequenceFlow id="F5" sourceRef="Broken" targetRef="Over" /></bpmn:process></bpmn:definitions>`;

const decision = (text: string): string =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="t">
<decision id="discount" name="Discount"><variable name="Discount" /><literalExpression><text>${text}</text></literalExpression></decision></definitions>`;

describe('partitura check', () => {
  let folder: WorkingFolder;
  beforeEach(() => (folder = new WorkingFolder()));
  afterEach(() => folder.remove());

  const json = ({ stdout }: Outcome): CheckedFile[] => (JSON.parse(stdout) as { files: CheckedFile[] }).files;

  test('says of each file whether it is deployable', async () => {
    folder.write('fine.bpmn', fine);
    folder.write('untyped.bpmn', untyped);
    const { status, stdout } = await folder.run('check', 'fine.bpmn', 'untyped.bpmn');
    expect(status).toBe(1);
    expect(stdout).toMatch(/✔ fine\.bpmn\n✘ untyped\.bpmn\n.*error.*Count.*\[pool stock\]/s);
    expect(stdout).toContain('2 files checked, 1 not deployable');
    expect(await folder.run('check', 'fine.bpmn')).toMatchObject({ status: 0, stderr: '' });
  });

  test('reports in JSON', async () => {
    folder.write('fine.bpmn', fine);
    folder.write('untyped.bpmn', untyped);
    const outcome = await folder.run('check', 'fine.bpmn', 'untyped.bpmn', '--json');
    expect(outcome.status).toBe(1);
    const [first, second] = json(outcome);
    expect(first).toEqual({ file: 'fine.bpmn', deployable: true, problems: [] });
    expect(second).toEqual({
      file: 'untyped.bpmn',
      deployable: false,
      problems: [
        {
          severity: 'error',
          rule: expect.stringMatching(/^[a-z-]+$/) as string,
          element: 'Count',
          participant: 'stock',
          message: expect.stringContaining('Count') as string,
          path: [],
        },
      ],
    });
  });

  test('shows a run that leads to where a composition hangs', async () => {
    folder.write('silent.bpmn', silent);
    const { status, stdout } = await folder.run('check', 'silent.bpmn');
    expect(status).toBe(1);
    expect(stdout).toMatch(/✘ silent\.bpmn\n.*error.*failure-not-propagated.*\[pool buyer\]/s);
    expect(stdout).toContain('run: S → Ask → Asked → Deliver → Broken → Over → Answer');
    const [file] = json(await folder.run('check', 'silent.bpmn', '--json'));
    expect(file).toMatchObject({
      deployable: false,
      problems: [
        {
          severity: 'error',
          rule: 'failure-not-propagated',
          element: 'Answer',
          participant: 'buyer',
          path: ['S', 'Ask', 'Asked', 'Deliver', 'Broken', 'Over', 'Answer'],
        },
      ],
    });
  });

  test.each([
    ['warn', 'warning'],
    ['off', 'off'],
  ])('keeps the reason of a rule that a model has set to %s', async (level, label) => {
    const setting = `<bpmn:extensionElements><zeebe:properties><zeebe:property name="partitura.check.failure-not-propagated" value="${level}: they phone" /></zeebe:properties></bpmn:extensionElements>`;
    const set = silent
      .replace('<bpmn:definitions', '<bpmn:definitions xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"')
      .replace('<bpmn:collaboration id="C">', `<bpmn:collaboration id="C">${setting}`);
    folder.write('set.bpmn', set);
    const { status, stdout } = await folder.run('check', 'set.bpmn');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`✔ set\\.bpmn\\n +${label} Answer.*turned down by the model: they phone`, 's'),
    );
    const [file] = json(await folder.run('check', 'set.bpmn', '--json'));
    expect(file).toMatchObject({
      deployable: true,
      problems: [{ severity: 'warning', rule: 'failure-not-propagated', reason: 'they phone' }],
    });
  });

  conformance('shows where a model for another engine would hang', async () => {
    const model = join(shared, 'conformance/fragments-paper/PurchaseOrder.bpmn');
    const [file] = json(await folder.run('check', model, '--json'));
    expect(file?.deployable).toBe(false);
    expect(new Set(file?.problems.map(({ rule }) => rule))).toEqual(
      new Set([
        'foreign-dialect',
        'nothing-executable',
        'failure-not-propagated',
        'parallel-before-exclusive-catches',
      ]),
    );
  });

  test('a folder means the models below it', async () => {
    folder.write('models/a.bpmn', fine);
    folder.write('models/inner/b.bpmn', fine);
    folder.write('models/readme.md', 'no model');
    folder.write('models/node_modules/c.bpmn', 'not one of ours');
    const files = json(await folder.run('check', 'models', 'models/a.bpmn', '--json')).map(
      ({ file }) => file,
    );
    expect(files).toEqual([join('models', 'a.bpmn'), join('models', 'inner', 'b.bpmn')]);
  });

  test.each([
    ['discount.dmn', 0],
    ['discount.xml', 0],
  ])('judges decisions as well: %s', async (name, status) => {
    folder.write(name, decision('"none"'));
    expect(await folder.run('check', name)).toMatchObject({ status, stderr: '' });
    folder.write(name, decision('1 +'));
    const outcome = await folder.run('check', name, '--json');
    expect(outcome.status).toBe(1);
    expect(json(outcome)[0]?.problems).toEqual([
      expect.objectContaining({ severity: 'error', element: 'discount', participant: null, path: [] }),
    ]);
  });

  test('a folder without models is a mistake', async () => {
    folder.write('empty/readme.md', '');
    const { status, stderr } = await folder.run('check', 'empty');
    expect(status).toBe(2);
    expect(stderr).toContain('There are no models (*.bpmn');
  });

  test('a file that is not there is named, and the others are judged', async () => {
    folder.write('fine.bpmn', fine);
    const outcome = await folder.run('check', 'gone.bpmn', 'fine.bpmn', '--json');
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toContain('gone.bpmn cannot be read: it does not exist.');
    expect(json(outcome).map(({ deployable }) => deployable)).toEqual([false, true]);
    expect((await folder.run('check', 'gone.bpmn')).stdout).toContain('it does not exist');
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'not-xml'],
    ['bytes', Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 37) % 256)), 'not-xml'],
    ['other XML', Buffer.from('<html><body /></html>'), 'not-bpmn'],
    ['50 MB', Buffer.alloc(50 * 1024 * 1024, '<a>'), 'file-too-large'],
    ['a bomb', Buffer.from(`<!DOCTYPE a [<!ENTITY b "${'c'.repeat(99)}">]>${fine}`), 'entity-declaration'],
  ])('refuses %s in words', async (_, content, rule) => {
    folder.write('model.bpmn', content);
    const outcome = await folder.run('check', 'model.bpmn', '--json');
    expect(outcome.status).toBe(1);
    expect(json(outcome)).toEqual([
      {
        file: 'model.bpmn',
        deployable: false,
        problems: [expect.objectContaining({ rule, element: 'definitions' })],
      },
    ]);
  });

  test.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${fine}`)],
    ['UTF-16', Buffer.from(`\uFEFF${fine.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
    [
      'Latin-1',
      Buffer.from(
        fine.replace('UTF-8', 'ISO-8859-1').replace('id="S"', 'id="S" name="Schl\u00fcssel"'),
        'latin1',
      ),
    ],
  ])('reads %s', async (_, content) => {
    folder.write('model.bpmn', content);
    expect(json(await folder.run('check', 'model.bpmn', '--json'))).toMatchObject([{ deployable: true }]);
  });

  test('judges its own models, and finds them deployable', async () => {
    const { status, stdout } = await folder.run('check', join(root, 'processes'));
    expect(status).toBe(0);
    expect(stdout).toContain(
      `${globSync('**/*.{bpmn,dmn,schema.json}', { cwd: join(root, 'processes') }).length} files checked`,
    );
  });

  conformance('judges every reference model of other tools', async () => {
    const models = globSync(join(shared, 'conformance/{miwg,fragments-paper}/*.bpmn'));
    const outcome = await folder.run('check', ...models, '--json');
    expect(outcome.status).toBe(1);
    expect(json(outcome)).toHaveLength(models.length);
    for (const { file, problems } of json(outcome)) {
      expect(readFileSync(file, 'utf8')).toContain('definitions');
      for (const { message, element } of problems) {
        expect(message).toMatch(/\.$/);
        expect(element).not.toBe('');
      }
    }
  });
});

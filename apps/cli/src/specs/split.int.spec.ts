import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkingFolder } from '../testing/run-here';

const root = join(__dirname, '../../../..');
const model = readFileSync(join(root, 'processes/order-fulfilment.bpmn'), 'utf8');

describe('partitura split and join', () => {
  let folder: WorkingFolder;
  beforeEach(() => (folder = new WorkingFolder()));
  afterEach(() => folder.remove());

  const read = (name: string): string => readFileSync(join(folder.path, name), 'utf8');

  test('write one fragment per pool, and the model again', async () => {
    folder.write('order.bpmn', model);
    const split = await folder.run('split', 'order.bpmn', '--out', 'fragments');
    expect(split).toMatchObject({ status: 0, stderr: '' });
    expect(split.stdout).toContain('fragments/payment.bpmn');
    expect(split.stdout).toContain('5 fragments written');
    expect(readdirSync(join(folder.path, 'fragments')).sort()).toEqual([
      'customer.bpmn',
      'inventory.bpmn',
      'order.bpmn',
      'payment.bpmn',
      'shipping.bpmn',
    ]);

    const joined = await folder.run('join', 'fragments', '--out', 'fragments/again.bpmn');
    expect(joined).toMatchObject({
      status: 0,
      stdout: 'fragments/again.bpmn written, joined of 5 fragments\n',
    });
    expect(await folder.run('join', 'fragments', '--out', 'fragments/again.bpmn')).toMatchObject({
      status: 0,
    });

    expect(await folder.run('split', 'fragments/again.bpmn', '--out', 'second')).toMatchObject({ status: 0 });
    expect(await folder.run('join', 'second', '--out', 'third.bpmn')).toMatchObject({ status: 0 });
    expect(read('third.bpmn')).toBe(read('fragments/again.bpmn'));
  });

  test('report in JSON', async () => {
    folder.write('order.bpmn', model);
    const split = await folder.run('split', 'order.bpmn', '--out', 'f', '--json');
    expect(JSON.parse(split.stdout)).toEqual({
      file: 'order.bpmn',
      fragments: ['customer', 'order', 'inventory', 'payment', 'shipping'].map((participant) => ({
        participant,
        file: `f/${participant}.bpmn`,
      })),
    });
    const joined = await folder.run('join', 'f', '--out', 'again.bpmn', '--json');
    expect(JSON.parse(joined.stdout)).toMatchObject({
      file: 'again.bpmn',
      fragments: expect.arrayContaining(['f/payment.bpmn']) as string[],
    });
  });

  test('say why a model cannot be split', async () => {
    folder.write('plain.bpmn', model.replace(/<bpmn:collaboration.*<\/bpmn:collaboration>/s, ''));
    const outcome = await folder.run('split', 'plain.bpmn', '--out', 'f');
    expect(outcome).toMatchObject({ status: 1, stdout: '' });
    expect(outcome.stderr).toContain('no collaboration with pools');
    const json = await folder.run('split', 'plain.bpmn', '--out', 'f', '--json');
    expect(JSON.parse(json.stdout)).toEqual({ problems: [expect.objectContaining({ rule: 'no-pools' })] });
  });

  test('say which fragment is missing', async () => {
    folder.write('order.bpmn', model);
    await folder.run('split', 'order.bpmn', '--out', 'f');
    folder.write('some/payment.bpmn', read('f/payment.bpmn'));
    const outcome = await folder.run('join', 'some', '--out', 'again.bpmn');
    expect(outcome.status).toBe(1);
    expect(outcome.stderr).toContain('the fragment customer is missing. Add customer.bpmn.');
  });

  test.each([
    [['split', 'gone.bpmn', '--out', 'f'], 'gone.bpmn cannot be read: it does not exist'],
    [['split', 'order.bpmn'], "required option '--out <dir>'"],
    [['split', 'order.bpmn', '--out', 'order.bpmn/f'], 'cannot be written'],
    [['join', 'gone', '--out', 'x.bpmn'], 'gone cannot be read: it does not exist'],
    [['join', 'empty', '--out', 'x.bpmn'], 'There are no fragments (*.bpmn) below empty'],
  ])('cannot run: %s', async (args, reason) => {
    folder.write('order.bpmn', model);
    folder.write('empty/readme.md', '');
    const { status, stderr } = await folder.run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(reason);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkingFolder } from '../testing/run-here';

const root = join(__dirname, '../../../..');
const model = readFileSync(join(root, 'processes/order-fulfilment.bpmn'), 'utf8');

describe('partitura explain', () => {
  let folder: WorkingFolder;
  beforeEach(() => (folder = new WorkingFolder()));
  afterEach(() => folder.remove());

  test('writes the model with what is derived drawn in', async () => {
    folder.write('order.bpmn', model);
    const outcome = await folder.run('explain', 'order.bpmn', '--out', 'docs/explained.bpmn');
    expect(outcome).toEqual({ status: 0, stdout: 'docs/explained.bpmn written\n', stderr: '' });
    const xml = readFileSync(join(folder.path, 'docs/explained.bpmn'), 'utf8');
    expect(xml).toContain('id="AuthorizePayment_timeout"');
    expect(xml).toContain('derived: any other error');
    expect(await folder.run('explain', 'order.bpmn')).toEqual({ status: 0, stdout: xml, stderr: '' });
  });

  test('explains no model that cannot be deployed', async () => {
    folder.write('order.bpmn', model.replace('name="payment"', ''));
    const outcome = await folder.run('explain', 'order.bpmn', '--out', 'explained.bpmn');
    expect(outcome).toMatchObject({ status: 1, stdout: '' });
    expect(outcome.stderr).toContain('Pool_payment: the pool has a process but no name.');
  });

  test.each([
    [['explain', 'gone.bpmn'], 'gone.bpmn cannot be read: it does not exist'],
    [['explain', 'order.bpmn', '--out', 'order.bpmn/x'], 'cannot be written'],
    [['explain'], "missing required argument 'file'"],
  ])('cannot run: %s', async (args, reason) => {
    folder.write('order.bpmn', model);
    const { status, stderr } = await folder.run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(reason);
  });
});

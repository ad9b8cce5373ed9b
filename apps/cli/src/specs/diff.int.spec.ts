import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkingFolder } from '../testing/run-here';

const root = join(__dirname, '../../../..');
const model = readFileSync(join(root, 'processes/order-fulfilment.bpmn'), 'utf8');
const newer = model
  .replace('name="Authorize payment"', 'name="Authorise payment"')
  .replace('id="Message_OrderPlaced" name="OrderPlaced"', 'id="Message_OrderPlaced" name="OrderCame"');

describe('partitura diff', () => {
  let folder: WorkingFolder;
  beforeEach(() => {
    folder = new WorkingFolder();
    folder.write('old.bpmn', model);
    folder.write('new.bpmn', newer);
  });
  afterEach(() => folder.remove());

  test('tells pool by pool what has changed', async () => {
    expect(await folder.run('diff', 'old.bpmn', 'new.bpmn')).toEqual({
      status: 0,
      stderr: '',
      stdout: `beside the pools
  ~ The message "OrderPlaced" (Message_OrderPlaced) is now called "OrderCame".

payment
  ~ The service task "Authorize payment" (AuthorizePayment) is now called "Authorise payment".

2 changes
`,
    });
  });

  test('has a status for scripts', async () => {
    expect(await folder.run('diff', 'old.bpmn', 'new.bpmn', '--exit-code')).toMatchObject({ status: 1 });
    expect(await folder.run('diff', 'old.bpmn', 'old.bpmn', '--exit-code')).toEqual({
      status: 0,
      stdout: 'No differences.\n',
      stderr: '',
    });
  });

  test('reports in JSON', async () => {
    const { status, stdout } = await folder.run('diff', 'old.bpmn', 'new.bpmn', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      old: 'old.bpmn',
      new: 'new.bpmn',
      changes: [
        { participant: null, change: 'renamed', elements: ['Message_OrderPlaced'] },
        {
          participant: 'payment',
          change: 'renamed',
          before: 'Authorize payment',
          after: 'Authorise payment',
        },
      ],
    });
  });

  test('says what is no model, and what cannot be read', async () => {
    folder.write('text.bpmn', 'text');
    const wrong = await folder.run('diff', 'old.bpmn', 'text.bpmn');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('text.bpmn: The file is no XML');
    const gone = await folder.run('diff', 'old.bpmn', 'gone.bpmn');
    expect(gone).toMatchObject({ status: 2, stdout: '' });
    expect(gone.stderr).toContain('gone.bpmn cannot be read');
  });
});

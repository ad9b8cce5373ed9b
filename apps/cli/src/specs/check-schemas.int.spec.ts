import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckedFile } from '../check/check-model';
import { type Outcome, WorkingFolder } from '../testing/run-here';

const examples = join(__dirname, '../../../../processes/examples/messages');
const read = (name: string): string => readFileSync(join(examples, name), 'utf8');

describe('partitura check of messages', () => {
  let folder: WorkingFolder;
  beforeEach(() => (folder = new WorkingFolder()));
  afterEach(() => folder.remove());

  const copy = (...names: readonly string[]): void => {
    for (const name of names) folder.write(name, read(name));
  };
  const json = ({ stdout }: Outcome): CheckedFile[] => (JSON.parse(stdout) as { files: CheckedFile[] }).files;
  const inShort = (outcome: Outcome): string[] =>
    json(outcome).flatMap(({ problems }) =>
      problems.map(({ severity, rule, element }) => `${severity} ${rule} ${element}`),
    );

  test('warns of messages without a schema in a choreographed placement, and only there', async () => {
    copy('ask-for-payment.bpmn', 'payment-requested.schema.json', 'payment.schema.json');
    const without = 'warning message-without-schema TellPayment';
    for (const placement of [[], ['--placement', 'orchestrated']])
      expect(inShort(await folder.run('check', '.', '--json', ...placement))).toEqual([]);
    const outcome = await folder.run('check', '.', '--json', '--placement', 'choreographed');
    expect(outcome.status).toBe(0);
    expect(inShort(outcome)).toEqual([without]);
    const { stdout } = await folder.run('check', 'ask-for-payment.bpmn', '--placement', 'choreographed');
    expect(stdout).toMatch(/TellPayment.*declares no schema.*structureRef/);
  });

  test('warns of schemas that are not beside the model', async () => {
    copy('ask-for-payment.bpmn', 'payment-requested.schema.json');
    const outcome = await folder.run('check', 'ask-for-payment.bpmn', '--json');
    expect(outcome.status).toBe(0);
    expect(inShort(outcome)).toEqual([
      'warning message-schema AskForPayment',
      'warning message-schema PaymentTold',
      'warning message-schema PaymentAsked',
    ]);
    expect(json(outcome)[0]?.problems[0]?.message).toMatch(
      /payment\.schema\.json.*not what is deployed already/,
    );
  });

  test('judges schemas themselves', async () => {
    copy('payment.schema.json');
    folder.write('broken.schema.json', '{"type": "text"}');
    folder.write('other.json', '{');
    const outcome = await folder.run('check', '.', '--json');
    expect(outcome.status).toBe(1);
    expect(json(outcome).map(({ file, deployable }) => [file, deployable])).toEqual([
      ['broken.schema.json', false],
      ['payment.schema.json', true],
    ]);
    expect(inShort(outcome)).toEqual(['error schema broken.schema.json']);
  });

  test('refuses a placement that it does not know', async () => {
    copy('payment.schema.json');
    expect(await folder.run('check', '.', '--placement', 'somewhere')).toMatchObject({ status: 2 });
  });
});

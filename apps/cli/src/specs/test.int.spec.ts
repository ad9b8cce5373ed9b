import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkingFolder } from '../testing/run-here';

const model = join(__dirname, '../../../../processes/examples/tasks/charge-card.bpmn');

const scenario = (name: string, state: string): string => `name: ${name}
files: [charge-card.bpmn]
workers: { charge: [{ complete: { paid: true } }] }
steps:
  - create: { process: charge-card, as: main }
expect:
  instances: { main: { state: ${state} } }
`;

describe('partitura test', () => {
  let folder: WorkingFolder;
  beforeEach(() => {
    folder = new WorkingFolder();
    folder.write('models/readme.md', 'not a scenario');
    cpSync(model, join(folder.path, 'models/charge-card.bpmn'));
    folder.write('models/good.scenario.yaml', scenario('the card is charged', 'completed'));
  });
  afterEach(() => folder.remove());

  test('runs the scenarios below a folder', async () => {
    const { status, stdout, stderr } = await folder.run('test', 'models');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^✔ the card is charged \d+ ms\n\n1 passed, 0 failed\n$/);
  });

  test('shows of one that fails what was expected, what came, and the way of the tokens', async () => {
    folder.write('models/inner/bad.scenario.yml', scenario('wrong', 'canceled').replace('[ch', '[../ch'));
    const { status, stdout } = await folder.run('test', 'models');
    expect(status).toBe(1);
    expect(stdout).toContain(`✘ wrong`);
    expect(stdout).toContain(join('models', 'inner', 'bad.scenario.yml'));
    expect(stdout).toMatch(/expected canceled\n +actual {3}completed\n +path of main: Start → Charge → End/);
    expect(stdout).toContain('1 passed, 1 failed');
  });

  test('reports in JSON', async () => {
    folder.write('models/bad.scenario.yaml', scenario('wrong', 'canceled'));
    const { status, stdout } = await folder.run('test', 'models/bad.scenario.yaml', 'models', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      passed: 1,
      failed: 1,
      cases: [
        {
          file: 'models/bad.scenario.yaml',
          name: 'wrong',
          status: 'failed',
          reason: expect.stringContaining('completed') as string,
          ms: expect.any(Number) as number,
        },
        {
          file: join('models', 'good.scenario.yaml'),
          name: 'the card is charged',
          status: 'passed',
          reason: null,
          ms: expect.any(Number) as number,
        },
      ],
    });
  });

  test('writes JUnit XML into a folder that it creates', async () => {
    expect(await folder.run('test', 'models', '--junit', 'reports/today/junit.xml')).toMatchObject({
      status: 0,
    });
    const report = readFileSync(join(folder.path, 'reports/today/junit.xml'), 'utf8');
    expect(report).toContain('<testcase name="the card is charged" classname="models/good.scenario.yaml"');
  });

  test('tells when a report cannot be written', async () => {
    const { status, stderr } = await folder.run('test', 'models', '--junit', 'models');
    expect(status).toBe(2);
    expect(stderr).toContain('The report models cannot be written');
  });

  test('tells which elements and flows were taken', async () => {
    expect((await folder.run('test', 'models', '--coverage')).stdout).toMatch(
      /charge-card\.bpmn charge-card +3\/3 100 % +2\/2 100 %/,
    );
    const { stdout } = await folder.run('test', 'models', '--coverage', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ passed: 1, coverage: [{ process: 'charge-card' }] });
  });

  test('a file that is no scenario is named with the key and the line; the others run', async () => {
    folder.write('models/odd.scenario.yaml', 'files: [charge-card.bpmn]\nstep: []\n');
    const { status, stdout, stderr } = await folder.run('test', 'models', '--json');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^models.odd\.scenario\.yaml:2: .*step/);
    expect(JSON.parse(stdout)).toMatchObject({ passed: 1, failed: 0 });
  });

  test.each(['nowhere', 'models/gone.scenario.yaml', 'reports'])(
    'there is nothing to run in %s',
    async (path) => {
      folder.write('reports/readme.md', '');
      const { status, stderr } = await folder.run('test', path);
      expect(status).toBe(2);
      expect(stderr).toMatch(/Check the path|Name another folder/);
    },
  );

  test('passes what partitura new has written', async () => {
    await folder.run('new', 'booking');
    expect(await folder.run('test', 'booking', '--json')).toMatchObject({ status: 0 });
  });
});

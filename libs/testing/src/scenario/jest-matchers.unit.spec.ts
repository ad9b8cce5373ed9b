import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { work } from './fixtures/play';
import { scenarioMatchers } from './jest-matchers';
import { ScenarioFileError } from './report';

expect.extend(scenarioMatchers);

describe('toPassScenario', () => {
  let folder: string;
  const file = (content: string): string => {
    const path = join(folder, 'work.scenario.yaml');
    writeFileSync(path, content);
    return path;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'matcher-'));
    writeFileSync(join(folder, 'work.bpmn'), work.work);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('passes with the scenario', async () => {
    const path = file('files: [work.bpmn]\nsteps: [{create: {process: work}}]\nexpect: {active: [Work]}');
    await expect(path).toPassScenario();
    await expect(expect(path).not.toPassScenario()).rejects.toThrow('passed, and should not have');
  });

  it('shows where the scenario fails and the way that was taken', async () => {
    const path = file(
      'name: gone\nfiles: [work.bpmn]\nsteps: [{create: {process: work}}]\nexpect: {active: []}',
    );
    await expect(path).not.toPassScenario();
    await expect(expect(path).toPassScenario()).rejects.toThrow(
      `gone (${path})\nfailed at expect:\n  active: expected [], but it is ["Work"]\nTaken:\n  work: start → Work`,
    );
  });

  it('throws when the file is no scenario', async () => {
    await expect(expect(file('nmae: a')).toPassScenario()).rejects.toBeInstanceOf(ScenarioFileError);
  });
});

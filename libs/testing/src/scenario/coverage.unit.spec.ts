import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fork, work } from './fixtures/play';
import { runScenarios } from './run-scenarios';

describe('coverage', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'coverage-'));
    writeFileSync(join(folder, 'work.bpmn'), work.work);
    writeFileSync(join(folder, 'fork.bpmn'), fork.fork);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const scenario = (name: string, text: string): string => {
    const path = join(folder, `${name}.scenario.yaml`);
    writeFileSync(path, text);
    return path;
  };

  it('counts the elements and flows of each model over all scenarios', async () => {
    const files = [
      scenario('a', 'files: [work.bpmn]\nsteps: [{create: {process: work}}, {create: {process: work}}]'),
      scenario(
        'b',
        'files: [work.bpmn, fork.bpmn]\nworkers: {work: [{complete: {}}]}\nsteps: [{create: {process: work}}]',
      ),
    ];
    const { coverage } = await runScenarios(files, { coverage: true });
    const taken = (parts: readonly { readonly id: string; readonly taken: number }[] | undefined) =>
      Object.fromEntries((parts ?? []).map(({ id, taken: times }) => [id, times]));
    expect(coverage?.map(({ file, process }) => [file, process])).toEqual([
      [relative(process.cwd(), join(folder, 'fork.bpmn')), 'fork'],
      [relative(process.cwd(), join(folder, 'work.bpmn')), 'work'],
    ]);
    expect(taken(coverage?.[0]?.flows)).toEqual({
      'start-split': 0,
      'split-A': 0,
      'A-end': 0,
      'split-B': 0,
      'B-end': 0,
    });
    expect(taken(coverage?.[1]?.elements)).toEqual({ start: 3, Work: 3, end: 1 });
    expect(taken(coverage?.[1]?.flows)).toEqual({ 'start-Work': 3, 'Work-end': 1 });
  });

  it('is absent when it was not asked for, and files that are no scenarios are told of', async () => {
    const report = await runScenarios([scenario('a', 'files: [work.bpmn]'), scenario('c', 'fils: []')]);
    expect(report.coverage).toBeUndefined();
    expect(report.cases).toHaveLength(1);
    expect(report.invalid?.[0]?.message).toMatch("c.scenario.yaml:1: the key 'fils'");
  });
});

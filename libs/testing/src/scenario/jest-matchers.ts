import { readScenario } from './read-scenario';
import type { ScenarioCase } from './report';
import { runScenario } from './run-scenario';

/** Matchers for `expect.extend`. */
export const scenarioMatchers = {
  /** Runs the scenario file of this path; throws a `ScenarioFileError` when it is none. */
  async toPassScenario(file: string): Promise<{ readonly pass: boolean; readonly message: () => string }> {
    const ended = await runScenario(readScenario(file));
    return { pass: ended.status === 'passed', message: () => describeCase(ended) };
  },
};

/** A case for people: where it failed, expected and actual, and the way that each instance has taken. */
export function describeCase({ file, name, status, at, reason, path = [] }: ScenarioCase): string {
  if (status === 'passed') return `${name} (${file}) passed, and should not have.`;
  const ways = path.map(({ instance, elements }) => `  ${instance}: ${elements.join(' → ')}`);
  return [
    `${name} (${file})`,
    `failed at ${at ?? 'its start'}:`,
    ...(reason ?? '').split('\n').map((line) => `  ${line}`),
    ...(ways.length > 0 ? ['Taken:', ...ways] : []),
  ].join('\n');
}

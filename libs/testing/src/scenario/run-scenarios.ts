import { Coverage } from './coverage';
import { readScenario } from './read-scenario';
import { type ScenarioCase, ScenarioFileError, type ScenarioOptions, type ScenarioReport } from './report';
import { runScenario } from './run-scenario';

/** Runs scenario files, one after the other; a file that is no scenario does not keep the others from running. */
export async function runScenarios(
  files: readonly string[],
  { coverage = false, onCase }: ScenarioOptions = {},
): Promise<ScenarioReport> {
  const cases: ScenarioCase[] = [];
  const invalid: ScenarioFileError[] = [];
  const counts = coverage ? new Coverage() : undefined;
  for (const file of files) {
    try {
      const ended = await runScenario(readScenario(file), counts);
      cases.push(ended);
      onCase?.(ended);
    } catch (error) {
      if (!(error instanceof ScenarioFileError)) throw error;
      invalid.push(error);
    }
  }
  return { cases, invalid, ...(counts ? { coverage: counts.report() } : {}) };
}

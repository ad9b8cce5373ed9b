import type { ScenarioReport } from '@partitura/testing';

/** The report as `--json` prints it; coverage stands in it when it was asked for. */
export function scenarioJson({ cases, coverage }: ScenarioReport): object {
  const failed = cases.filter(({ status }) => status === 'failed').length;
  return {
    passed: cases.length - failed,
    failed,
    cases: cases.map(({ file, name, status, reason, ms }) => ({
      file,
      name,
      status,
      reason: reason ?? null,
      ms,
    })),
    ...(coverage === undefined ? {} : { coverage }),
  };
}

import { basename } from 'node:path';
import type { ScenarioReport } from '@partitura/testing';
import type { FoundFile } from '../files/find-files';
import { paintFor, type Terminal } from '../terminal/terminal';
import { statusLine } from '../terminal/status-line';
import { describeScenario } from '../report/describe-scenarios';

export interface RunOptions {
  readonly coverage: boolean;
  /** Whether each scenario is told of as it ends. */
  readonly verbose: boolean;
}

/** A report that names files as the user did. */
export interface NamedReport extends Omit<ScenarioReport, 'invalid'> {
  /** What is wrong with files that are no scenarios, with the key and the line. */
  readonly unreadable: readonly string[];
}

/** Runs the scenarios with progress on the terminal. */
export async function runAll(
  files: readonly FoundFile[],
  { coverage, verbose }: RunOptions,
  terminal: Terminal,
): Promise<NamedReport> {
  // Loaded when it is asked for: other commands start sooner.
  const { runScenarios } = await import('@partitura/testing');
  const paint = paintFor(terminal.stdout);
  const line = statusLine(terminal.stderr);
  const names = new Map(files.map(({ file, path }) => [path, file]));
  const named = <Of extends { readonly file: string }>(one: Of): Of => ({
    ...one,
    file: names.get(one.file) ?? one.file,
  });
  let done = 0;
  const {
    cases,
    invalid = [],
    ...rest
  } = await runScenarios([...names.keys()], {
    coverage,
    onCase: (ended) => {
      line.clear();
      if (verbose) terminal.stdout.write(describeScenario(named(ended), paint));
      line.show(`${++done}/${files.length} ${basename(ended.file)}`);
    },
  });
  line.clear();
  return {
    ...rest,
    cases: cases.map(named),
    unreadable: invalid.map(({ file, message }) => message.replace(file, names.get(file) ?? file)),
  };
}

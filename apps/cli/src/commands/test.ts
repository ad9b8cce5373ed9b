import { Option, type Command } from 'commander';
import { type ExitStatus, exitStatus } from '../exit-status';
import { findFiles } from '../files/find-files';
import { writeReport } from '../files/write-report';
import { coverageTable } from '../report/coverage-table';
import { describeTotals } from '../report/describe-scenarios';
import { junitXml } from '../report/junit';
import { scenarioJson } from '../report/scenario-json';
import { type NamedReport, runAll } from '../scenarios/run-all';
import { paintFor, printJson, type Terminal } from '../terminal/terminal';
import type { Finish } from './command';

const HELP = `
Runs scenarios (*.scenario.yaml, .yml or .json) on the engine itself, with a clock of their own: nothing waits,
nothing has to be started. A folder means every scenario below it.

Exit status: 0 all pass, 1 one fails, 2 a file is no scenario (the key and line are named).

Examples:
  npx partitura test processes
  npx partitura test processes --coverage --junit reports/scenarios.xml`;

const SCENARIO = /\.scenario\.(ya?ml|json)$/i;

interface TestOptions {
  readonly json?: boolean;
  readonly junit?: string;
  readonly coverage?: boolean;
}

export function addTest(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('test')
    .summary('run scenarios: tests of processes without code')
    .argument('<path...>', 'scenario files, or folders with such files')
    .option('--json', 'print one JSON object')
    .addOption(new Option('--junit <file>', 'write the report as JUnit XML'))
    .option('--coverage', 'report which elements and flows were taken, per model')
    .addHelpText('after', HELP)
    .action(async (paths: string[], options: TestOptions) => finish(await test(paths, options, terminal)));
}

async function test(
  paths: readonly string[],
  { json = false, junit, coverage = false }: TestOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const files = findFiles(paths, terminal.folder, SCENARIO, 'scenarios (*.scenario.yaml, .yml or .json)');
  const report = await runAll(files, { coverage, verbose: !json }, terminal);
  if (json) printJson(terminal, scenarioJson(report));
  else terminal.stdout.write(describe(report, terminal));
  if (junit !== undefined) writeReport(junit, terminal.folder, junitXml(report));

  const { cases, unreadable } = report;
  for (const message of unreadable) terminal.stderr.write(`${message}\n`);
  if (unreadable.length > 0) return exitStatus.couldNotRun;
  return cases.every(({ status }) => status === 'passed') ? exitStatus.fine : exitStatus.foundSomethingWrong;
}

function describe({ cases, coverage }: NamedReport, { stdout }: Terminal): string {
  const paint = paintFor(stdout);
  const table = coverage === undefined ? [] : ['', ...coverageTable(coverage, paint), ''];
  return `${table.join('\n')}${describeTotals(cases, paint)}`;
}

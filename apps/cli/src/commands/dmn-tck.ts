import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TckReport } from '@partitura/testing';
import type { Command } from 'commander';
import { CannotRunError, type ExitStatus, exitStatus } from '../exit-status';
import { paintFor, printJson, type Terminal } from '../terminal/terminal';
import { statusLine } from '../terminal/status-line';
import type { Finish } from './command';

const HELP = `
Runs every case of the DMN Technology Compatibility Kit (github.com/dmn-tck/tck, folder TestCases) below the
folder: the .xml case files, each with the model that it names.

Exit status: 0 every case passes, 1 one fails, 2 there are no cases.

Example:
  npx partitura dmn-tck tck/TestCases/compliance-level-2`;

export function addDmnTck(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('dmn-tck')
    .summary("run the DMN standard's own test cases")
    .argument('<dir>', 'folder with test cases')
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action(async (folder: string, { json = false }: { json?: boolean }) => {
      finish(await dmnTck(folder, json, terminal));
    });
}

async function dmnTck(given: string, json: boolean, terminal: Terminal): Promise<ExitStatus> {
  const folder = resolve(terminal.folder, given);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CannotRunError(`${given} is no folder. Name a folder with test cases of the kit.`);
  }
  // Loaded when it is asked for: other commands start sooner.
  const { runTck } = await import('@partitura/testing');
  const line = statusLine(terminal.stderr);
  const report = await runTck(folder, (file, done, files) => line.show(`${done}/${files} ${file}`));
  line.clear();
  if (report.total === 0) {
    throw new CannotRunError(`There are no test cases below ${given}. Name a folder with case files (.xml).`);
  }
  if (json) {
    const cases = report.cases.map(({ file, id, status, reason }) => ({
      file,
      id,
      status,
      reason: reason ?? null,
    }));
    printJson(terminal, { ...report, cases });
  } else {
    terminal.stdout.write(describe(report, terminal));
  }
  return report.failed === 0 ? exitStatus.fine : exitStatus.foundSomethingWrong;
}

function describe({ passed, failed, cases }: TckReport, { stdout }: Terminal): string {
  const paint = paintFor(stdout);
  const failures = cases
    .filter(({ status }) => status === 'failed')
    .map(({ file, id, reason = '' }) => `${paint('red', '✘')} ${file} ${paint('bold', id)}\n    ${reason}\n`);
  const totals = `${passed} passed, ${failed} failed`;
  return `${failures.join('')}\n${paint(failed === 0 ? 'green' : 'red', totals)}\n`;
}

import { type Command, Option } from 'commander';
import { checkModel } from '../check/check-model';
import { describeChecks } from '../check/describe-checks';
import { type ExitStatus, exitStatus } from '../exit-status';
import { findFiles } from '../files/find-files';
import { paintFor, printJson, type Terminal } from '../terminal/terminal';
import type { Finish } from './command';

const HELP = `
Judges each model as a deployment would: whether it can be deployed, and if not, every reason with the
element, the rule and the remedy. A composition is judged as a whole: where its participants can wait for
ever, a shortest run that leads there is shown. Warnings do not refuse a deployment. A folder means every
.bpmn, .dmn and .schema.json file below it.

With --placement choreographed, where each fragment runs in its own service, messages between pools that
declare no schema are a warning.

A model turns a rule of the whole down with a property of the element, process or collaboration:
partitura.check.<rule> = "warn: reason" or "off: reason" (docs/checks.md explains the rules).

Exit status: 0 every file is deployable (warnings or not), 1 one is not, 2 one could not be read.

Examples:
  npx partitura check processes/order-fulfilment.bpmn
  npx partitura check processes --json`;

interface CommandOptions {
  readonly json?: boolean;
  readonly placement?: 'orchestrated' | 'choreographed';
}

export function addCheck(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('check')
    .summary('judge models as a deployment would')
    .argument('<file...>', 'BPMN, DMN or JSON Schema files, or folders with such files')
    .addOption(
      new Option('--placement <where>', 'where the fragments are to run').choices([
        'orchestrated',
        'choreographed',
      ]),
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action(async (paths: string[], options: CommandOptions) => {
      finish(await check(paths, options, terminal));
    });
}

async function check(
  paths: readonly string[],
  { json = false, placement }: CommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const options = { choreographed: placement === 'choreographed' };
  const found = findFiles(
    paths,
    terminal.folder,
    /\.(bpmn|dmn|schema\.json)$/i,
    'models (*.bpmn, *.dmn, *.schema.json)',
  );
  const files = [];
  // One after another: a large model takes much memory while it is compiled.
  for (const file of found) files.push(await checkModel(file, options));
  const report = files.map(({ file, deployable, problems }) => ({ file, deployable, problems }));
  if (json) printJson(terminal, { files: report });
  else terminal.stdout.write(describeChecks(report, paintFor(terminal.stdout)));

  const unchecked = files.filter((file) => 'unchecked' in file);
  if (json) for (const { problems } of unchecked) terminal.stderr.write(`${problems[0]?.message ?? ''}\n`);
  if (unchecked.length > 0) return exitStatus.couldNotRun;
  return files.every(({ deployable }) => deployable) ? exitStatus.fine : exitStatus.foundSomethingWrong;
}

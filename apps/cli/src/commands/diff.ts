import { compareModels, type ModelDocument, readModel, ScoreRefusedError } from '@partitura/bpmn';
import type { Command } from 'commander';
import { describeChanges } from '../diff/describe-changes';
import { CannotRunError, type ExitStatus, exitStatus } from '../exit-status';
import { readModelText } from '../files/read-model-text';
import { paintFor, printJson, type Terminal } from '../terminal/terminal';
import type { Finish } from './command';

const HELP = `
Tells what has changed between two versions of a model, pool by pool, in sentences: what is new, gone or renamed, and
each property that has changed (job type, mapping, condition, timer, message, …). Elements are the same when their ids
are. Elements that are drawn elsewhere and say the same are told of as such.

Exit status: 0 compared, 1 they differ (only with --exit-code), 2 a file cannot be read or is no model.

Examples:
  npx partitura diff order-v1.bpmn order-v2.bpmn
  git show HEAD:processes/order.bpmn > /tmp/old.bpmn; npx partitura diff /tmp/old.bpmn processes/order.bpmn`;

interface DiffOptions {
  readonly json?: boolean;
  readonly exitCode?: boolean;
}

export function addDiff(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('diff')
    .summary('tell what has changed between two versions of a model')
    .argument('<old>', 'BPMN file')
    .argument('<new>', 'BPMN file')
    .option('--exit-code', 'end with status 1 when they differ')
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action(async (before: string, after: string, options: DiffOptions) => {
      finish(await diff(before, after, options, terminal));
    });
}

async function diff(
  before: string,
  after: string,
  { json = false, exitCode = false }: DiffOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const [old, now] = [await read(before, terminal), await read(after, terminal)];
  const changes = compareModels(old, now);
  if (json) printJson(terminal, { old: before, new: after, changes });
  else terminal.stdout.write(describeChanges(changes, paintFor(terminal.stdout)));
  return exitCode && changes.length > 0 ? exitStatus.foundSomethingWrong : exitStatus.fine;
}

async function read(file: string, { folder }: Terminal): Promise<ModelDocument> {
  try {
    return await readModel(readModelText(file, folder));
  } catch (cause) {
    if (cause instanceof ScoreRefusedError) throw new CannotRunError(`${file}: ${cause.message}`, { cause });
    throw cause;
  }
}

import { resolve } from 'node:path';
import { joinFragments } from '@partitura/bpmn';
import { Option, type Command } from 'commander';
import { type ExitStatus, exitStatus } from '../exit-status';
import { findFiles } from '../files/find-files';
import { readModelText } from '../files/read-model-text';
import { writeModelFile } from '../files/write-model-file';
import { printJson, type Terminal } from '../terminal/terminal';
import type { Finish } from './command';
import { orRefuse } from './refusal';

const HELP = `
Joins the fragments (*.bpmn) below a folder, as "partitura split" wrote them, to the model that they come from.
What has been edited inside of a pool is taken as it is now. What no longer fits is refused: fragments that are
missing or of another version, messages that two fragments name differently, message flows that lead nowhere.

Exit status: 0 written, 1 the fragments do not fit (the reason is said), 2 a file cannot be read or written.

Example:
  npx partitura join fragments --out processes/order-fulfilment.bpmn`;

interface JoinOptions {
  readonly out: string;
  readonly json?: boolean;
}

export function addJoin(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('join')
    .summary('make the whole model of its fragments')
    .argument('<dir>', 'folder with all fragments of one model')
    .addOption(new Option('--out <file>', 'BPMN file to write').makeOptionMandatory())
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action(async (folder: string, options: JoinOptions) => {
      finish(await orRefuse(terminal, options.json ?? false, () => join(folder, options, terminal)));
    });
}

async function join(
  folder: string,
  { out, json = false }: JoinOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const found = findFiles([folder], terminal.folder, /\.bpmn$/i, 'fragments (*.bpmn)');
  // The result of an earlier run may stand among them.
  const files = found.filter(({ path }) => path !== resolve(terminal.folder, out));
  const xml = await joinFragments(files.map(({ file }) => readModelText(file, terminal.folder)));
  writeModelFile(out, terminal.folder, xml);
  if (json) printJson(terminal, { file: out, fragments: files.map(({ file }) => file) });
  else terminal.stdout.write(`${out} written, joined of ${files.length} fragments\n`);
  return exitStatus.fine;
}

import { join } from 'node:path';
import { readModel, splitModel } from '@partitura/bpmn';
import { Option, type Command } from 'commander';
import { type ExitStatus, exitStatus } from '../exit-status';
import { readModelText } from '../files/read-model-text';
import { writeModelFile } from '../files/write-model-file';
import { paintFor, printJson, type Terminal } from '../terminal/terminal';
import type { Finish } from './command';
import { orRefuse } from './refusal';

const HELP = `
Writes one model per pool, <participant>.bpmn: the pool with its process and diagram, the bus as a pool without a
process, and the message flows that lead there. Each opens in a modeler. "partitura join" makes the whole of them
again. Files of these names are overwritten, others are left alone.

Exit status: 0 written, 1 the model cannot be split (the reason is said), 2 a file cannot be read or written.

Example:
  npx partitura split processes/order-fulfilment.bpmn --out fragments`;

interface SplitOptions {
  readonly out: string;
  readonly json?: boolean;
}

export function addSplit(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('split')
    .summary('write one fragment per pool')
    .argument('<file>', 'BPMN file with a collaboration')
    .addOption(new Option('--out <dir>', 'folder to write into; it is created').makeOptionMandatory())
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action(async (file: string, options: SplitOptions) => {
      finish(await orRefuse(terminal, options.json ?? false, () => split(file, options, terminal)));
    });
}

async function split(
  file: string,
  { out, json = false }: SplitOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const document = await readModel(readModelText(file, terminal.folder));
  const fragments = (await splitModel(document)).map(({ participant, fileName, xml }) => ({
    participant,
    file: join(out, fileName),
    xml,
  }));
  for (const { file: name, xml } of fragments) writeModelFile(name, terminal.folder, xml);
  if (json) {
    const written = fragments.map(({ participant, file: name }) => ({ participant, file: name }));
    printJson(terminal, { file, fragments: written });
  } else {
    const paint = paintFor(terminal.stdout);
    for (const fragment of fragments) terminal.stdout.write(`  ${paint('bold', fragment.file)}\n`);
    terminal.stdout.write(`\n${fragments.length} fragments written\n`);
  }
  return exitStatus.fine;
}

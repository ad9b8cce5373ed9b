import { explainModel, readModel } from '@partitura/bpmn';
import { Option, type Command } from 'commander';
import { type ExitStatus, exitStatus } from '../exit-status';
import { readModelText } from '../files/read-model-text';
import { writeModelFile } from '../files/write-model-file';
import type { Terminal } from '../terminal/terminal';
import type { Finish } from './command';
import { orRefuse } from './refusal';

const HELP = `
Writes the model with what holds without being drawn: a task's timeout as a timer and the error TIMEOUT, an error
that nothing catches as an event sub-process that undoes the saga, default job types and retries, and which messages
correlate by the saga id. What is derived is coloured and marked; what was drawn stays as it is, but for pools, which
grow. The result opens in a modeler. It is for reading: deploy the model itself.

Exit status: 0 written, 1 the model cannot be deployed (the reasons are said), 2 a file cannot be read or written.

Examples:
  npx partitura explain processes/order-fulfilment.bpmn --out explained.bpmn
  npx partitura explain processes/order-fulfilment.bpmn > explained.bpmn`;

export function addExplain(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('explain')
    .summary('draw what holds without being drawn')
    .argument('<file>', 'BPMN file')
    .addOption(new Option('--out <file>', 'BPMN file to write; the model is printed else'))
    .addHelpText('after', HELP)
    .action(async (file: string, { out }: { out?: string }) => {
      finish(await orRefuse(terminal, false, () => explain(file, out, terminal)));
    });
}

async function explain(file: string, out: string | undefined, terminal: Terminal): Promise<ExitStatus> {
  const xml = await explainModel(await readModel(readModelText(file, terminal.folder)));
  if (out === undefined) terminal.stdout.write(xml);
  else {
    writeModelFile(out, terminal.folder, xml);
    terminal.stdout.write(`${out} written\n`);
  }
  return exitStatus.fine;
}

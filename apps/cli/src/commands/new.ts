import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { CannotRunError, type ExitStatus, exitStatus } from '../exit-status';
import { startingFiles } from '../new/starting-files';
import { paintFor, type Terminal } from '../terminal/terminal';
import type { Finish } from './command';

const HELP = `
Writes a score of two pools that opens in Camunda Modeler, a class that does the work of one of them, and two
scenarios that pass. Nothing is overwritten.

Exit status: 0 written, 1 never, 2 a file is there already, or the folder cannot be written.

Example:
  npx partitura new processes/booking`;

export function addNew(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('new')
    .summary('write a first model, its worker and its scenarios')
    .argument('[dir]', 'folder to write into; it is created', '.')
    .addHelpText('after', HELP)
    .action((folder: string) => finish(writeNew(folder, terminal)));
}

function writeNew(given: string, terminal: Terminal): ExitStatus {
  const folder = resolve(terminal.folder, given);
  const files = startingFiles();
  const taken = files.find(({ name }) => existsSync(join(folder, name)));
  if (taken) {
    throw new CannotRunError(
      `${join(given, taken.name)} is there already, and nothing is overwritten. Name another folder, or move the file.`,
    );
  }
  try {
    mkdirSync(folder, { recursive: true });
    // "wx": what came into being meanwhile is not overwritten either.
    for (const { name, content } of files) writeFileSync(join(folder, name), content, { flag: 'wx' });
  } catch (cause) {
    throw new CannotRunError(
      `${given} cannot be written: ${(cause as Error).message}. Name a folder that can be.`,
      { cause },
    );
  }
  terminal.stdout.write(nextSteps(relative(terminal.folder, folder) || '.', terminal));
  return exitStatus.fine;
}

function nextSteps(folder: string, { stdout }: Terminal): string {
  const paint = paintFor(stdout);
  const lines = startingFiles().map(
    ({ name, about }) => `  ${paint('bold', join(folder, name))}\n      ${about}`,
  );
  return `${lines.join('\n')}

Next:
  npx partitura test ${folder}     run the scenarios
  npx partitura check ${folder}    see whether the model can be deployed
  Open booking.bpmn in Camunda Modeler (for Camunda 8), change it, and run the scenarios again.
  docs/writing-a-score.md says what a model can do, docs/writing-a-service.md how its work is done.
`;
}

import { Command } from 'commander';
import { addCheck } from './commands/check';
import { addDiff } from './commands/diff';
import { addDeploy } from './commands/deploy';
import { addDmnTck } from './commands/dmn-tck';
import { addExplain } from './commands/explain';
import { addJoin } from './commands/join';
import { addNew } from './commands/new';
import { addSplit } from './commands/split';
import { addStart } from './commands/start';
import { addStatus } from './commands/status';
import { addTest } from './commands/test';
import type { Finish } from './commands/command';
import type { Terminal } from './terminal/terminal';

const HELP = `
Exit status of every command: 0 fine, 1 found something wrong, 2 could not run (a message says why and what
to do). Paths are relative to the folder you stand in. NO_COLOR=1 turns colours off.`;

/** The command line, with a command for each file in `commands/`. Output and errors go to the terminal given. */
export function createProgram(terminal: Terminal, version: string, finish: Finish): Command {
  const program = new Command('partitura')
    .description('Checks, tests, splits and deploys BPMN processes that run on Partitura.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', HELP)
    .showHelpAfterError('Run it with --help to see what it takes.')
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  addTest(program, terminal, finish);
  addCheck(program, terminal, finish);
  addSplit(program, terminal, finish);
  addJoin(program, terminal, finish);
  addExplain(program, terminal, finish);
  addDiff(program, terminal, finish);
  addDeploy(program, terminal, finish);
  addStatus(program, terminal, finish);
  addStart(program, terminal, finish);
  addNew(program, terminal, finish);
  addDmnTck(program, terminal, finish);
  return program;
}

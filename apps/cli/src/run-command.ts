import { CommanderError } from 'commander';
import { askedCommand, laterCommands } from './commands/later';
import { CannotRunError, type ExitStatus, exitStatus } from './exit-status';
import { createProgram } from './program';
import type { Terminal } from './terminal/terminal';

/**
 * Runs one command line (without the program's own name) and gives the exit status: 0 fine, 1 found something
 * wrong, 2 could not run. Never throws.
 */
export async function runCommand(
  args: readonly string[],
  terminal: Terminal,
  version: string,
): Promise<ExitStatus> {
  const asked = askedCommand(args);
  if (asked !== undefined && laterCommands.includes(asked)) {
    const sentence = `"partitura ${asked}" is not part of release ${version}; it comes with a later one. "partitura --help" lists what there is.`;
    return couldNotRun(terminal, sentence);
  }
  let status: ExitStatus = exitStatus.fine;
  const program = createProgram(terminal, version, (result) => (status = result));
  if (args.length === 0) {
    return couldNotRun(
      terminal,
      `${program.helpInformation()}\nName a command, for example: partitura check FILE`,
    );
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    // Commander has printed what it had to say; its own status for a wrong command line is 1.
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitStatus.fine : exitStatus.couldNotRun;
    if (error instanceof CannotRunError) return couldNotRun(terminal, error.message);
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return couldNotRun(terminal, `${said}\nThis is a fault of Partitura; report it with the command.`);
  }
}

function couldNotRun(terminal: Terminal, message: string): ExitStatus {
  terminal.stderr.write(`${message}\n`);
  return exitStatus.couldNotRun;
}

import { ScoreRefusedError } from '@partitura/bpmn';
import { type ExitStatus, exitStatus } from '../exit-status';
import { paintFor, printJson, type Terminal } from '../terminal/terminal';

/** Runs what works on models; when one is refused, says why (on stderr, or in JSON) and gives the status for it. */
export async function orRefuse(
  terminal: Terminal,
  json: boolean,
  work: () => Promise<ExitStatus>,
): Promise<ExitStatus> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ScoreRefusedError)) throw error;
    if (json) {
      const problems = error.problems.map(({ rule, element, message }) => ({ rule, element, message }));
      printJson(terminal, { problems });
      return exitStatus.foundSomethingWrong;
    }
    const paint = paintFor(terminal.stderr);
    for (const { message, rule } of error.problems) {
      terminal.stderr.write(`${paint('red', 'error')} ${message} ${paint('dim', rule)}\n`);
    }
    return exitStatus.foundSomethingWrong;
  }
}

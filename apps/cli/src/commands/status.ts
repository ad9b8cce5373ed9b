import type { Command } from 'commander';
import { Orchestrator, urlOption } from '../api/orchestrator';
import type { CompositionView, HostView } from '../api/views';
import { type ExitStatus, exitStatus } from '../exit-status';
import { describeStatus } from '../status/describe-status';
import { isWrong } from '../status/is-wrong';
import { paintFor, printJson, type Terminal } from '../terminal/terminal';
import type { Finish } from './command';

const HELP = `
Shows the hosts, the compositions with the version that begins sagas and where it runs, versions that wait for a
host, what a host has that was not deployed (drift), and how many sagas run and wait for a person.

Exit status: 0 all is as deployed, 1 something waits, differs or needs a person, 2 no orchestrator answers.

Examples:
  npx partitura status
  npx partitura status --url http://127.0.0.1:8080 --json`;

interface StatusOptions {
  readonly url: string;
  readonly json?: boolean;
}

export function addStatus(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('status')
    .summary('show hosts, compositions and their sagas')
    .addOption(urlOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action(async (options: StatusOptions) => {
      finish(await status(options, terminal));
    });
}

async function status({ url, json = false }: StatusOptions, terminal: Terminal): Promise<ExitStatus> {
  const orchestrator = new Orchestrator(url);
  const [{ items: hosts }, { items: all }] = await Promise.all([
    orchestrator.get<{ items: HostView[] }>('/v2/hosts'),
    orchestrator.get<{ items: CompositionView[] }>('/v2/compositions'),
  ]);
  if (json) printJson(terminal, { hosts, compositions: all });
  else terminal.stdout.write(describeStatus(hosts, all, paintFor(terminal.stdout)));
  return isWrong(hosts, all) ? exitStatus.foundSomethingWrong : exitStatus.fine;
}

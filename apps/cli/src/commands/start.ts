import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Orchestrator, RefusedError, urlOption } from '../api/orchestrator';
import type { SagaView } from '../api/views';
import { CannotRunError, type ExitStatus, exitStatus } from '../exit-status';
import { printJson, type Terminal } from '../terminal/terminal';
import type { Finish } from './command';
import { secondsOption } from './seconds';

const HELP = `
Begins a saga at the none start event of a process, in its newest active version, wherever that runs. With --wait it
waits for the end of the saga.

Exit status: 0 begun (with --wait: and completed), 1 refused, or not completed, 2 no orchestrator answers, or the
variables cannot be read.

Examples:
  npx partitura start trip-process --variables '{"city": "Ghent"}'
  npx partitura start trip-process --variables @trip.json --saga-id trip-1 --wait 30 --json`;

interface StartOptions {
  readonly variables: string;
  readonly sagaId?: string;
  readonly wait?: number;
  readonly url: string;
  readonly json?: boolean;
}

export function addStart(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('start')
    .summary('begin a saga')
    .argument('<process>', 'id of the process')
    .option('--variables <json>', 'variables as a JSON object, or @FILE', '{}')
    .option('--saga-id <id>', 'id of the saga; the same one again begins nothing')
    .addOption(secondsOption('--wait <seconds>', 'wait for the end of the saga'))
    .addOption(urlOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action(async (process: string, options: StartOptions) => {
      finish(await start(process, options, terminal));
    });
}

async function start(
  processDefinitionId: string,
  { variables, sagaId, wait, url, json = false }: StartOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const orchestrator = new Orchestrator(url);
  const body = { processDefinitionId, variables: readVariables(variables, terminal.folder), sagaId };
  try {
    const begun = await orchestrator.post<SagaView>('/v2/process-instances', body);
    const id = encodeURIComponent(begun.sagaId);
    const saga =
      wait === undefined ? begun : await orchestrator.get<SagaView>(`/v2/sagas/${id}?wait=${wait}`);
    if (json) printJson(terminal, saga);
    else terminal.stdout.write(describe(saga, wait));
    return wait === undefined || saga.state === 'completed'
      ? exitStatus.fine
      : exitStatus.foundSomethingWrong;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    if (json) printJson(terminal, { problem: error.problem });
    terminal.stderr.write(`${error.message}\n`);
    return exitStatus.foundSomethingWrong;
  }
}

function describe({ sagaId, state, reason }: SagaView, wait: number | undefined): string {
  if (wait === undefined) return `${sagaId} begun\n`;
  if (state === 'active') return `${sagaId} has not ended within ${wait} s; it goes on\n`;
  if (state === 'incident') return `${sagaId} waits for a person: it has an incident\n`;
  return `${sagaId} ${state}${reason === null ? '' : ` (${reason})`}\n`;
}

/** Throws a `CannotRunError` for what is no JSON object. */
function readVariables(given: string, folder: string): Record<string, unknown> {
  const what = given.startsWith('@') ? given.slice(1) : '--variables';
  try {
    const text = given.startsWith('@') ? readFileSync(resolve(folder, what), 'utf8') : given;
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (cause) {
    throw new CannotRunError(
      `${what} cannot be read (${(cause as Error).message}). Give a JSON object such as '{"city": "Ghent"}', or @FILE with one.`,
      { cause },
    );
  }
  throw new CannotRunError(
    `${what} is no JSON object. Give one such as '{"city": "Ghent"}', or @FILE with one.`,
  );
}

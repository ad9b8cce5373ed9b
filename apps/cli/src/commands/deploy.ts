import { setTimeout as delay } from 'node:timers/promises';
import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import { Orchestrator, RefusedError, urlOption } from '../api/orchestrator';
import type { CompositionView, DeploymentView } from '../api/views';
import { checkModel } from '../check/check-model';
import { describeChecks } from '../check/describe-checks';
import { describeDeployment } from '../deploy/describe-deployment';
import { HostProgress } from '../deploy/host-progress';
import { placementField } from '../deploy/placement-option';
import { type ExitStatus, exitStatus } from '../exit-status';
import { findFiles, type FoundFile } from '../files/find-files';
import { readModelText } from '../files/read-model-text';
import { paintFor, printJson, type Terminal } from '../terminal/terminal';
import type { Finish } from './command';
import { secondsOption } from './seconds';

const HELP = `
Checks the files as "partitura check" does, and deploys them together: what differs from its newest version gets a
new one. A folder means every .bpmn, .dmn, .form and .schema.json file below it. A composition begins sagas once
every host that runs a part of it has taken its fragment over; until then the version before goes on. Sagas end
where they began.

--placement says where participants run: orchestrated (all on the orchestrator), choreographed (each on the service
of its own name), or the host of each participant that shall not run on the orchestrator.

Exit status: 0 deployed, and active on every host, 1 refused or not active in time (what it waits for is said), 2 a
file cannot be read, or no orchestrator answers.

Examples:
  npx partitura deploy processes/order-fulfilment.bpmn --placement choreographed
  npx partitura deploy processes --placement payment=payment,shipping=shipping --url http://127.0.0.1:8080`;

const AGAIN_MS = 500;
const DEPLOYABLE = /\.(bpmn|dmn|form|schema\.json)$/i;

interface DeployOptions {
  readonly placement: string;
  readonly url: string;
  readonly timeout: number;
  readonly json?: boolean;
}

export function addDeploy(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('deploy')
    .summary('deploy models and wait until their hosts have them')
    .argument('<file...>', 'BPMN, DMN, form or JSON Schema files, or folders with such files')
    .addOption(
      new Option('--placement <where>', 'orchestrated, choreographed, or PARTICIPANT=HOST,…').default(
        'orchestrated',
      ),
    )
    .addOption(urlOption())
    .addOption(secondsOption('--timeout <seconds>', 'how long to wait for the hosts').default(60))
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action(async (paths: string[], options: DeployOptions) => {
      finish(await deploy(paths, options, terminal));
    });
}

async function deploy(
  paths: readonly string[],
  { placement, url, timeout, json = false }: DeployOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const placed = placementField(placement);
  const orchestrator = new Orchestrator(url);
  const files = findFiles(
    paths,
    terminal.folder,
    DEPLOYABLE,
    'models (*.bpmn, *.dmn, *.form, *.schema.json)',
  );
  const form = new FormData();
  form.append('placement', placed);
  form.append('wait', '0');
  for (const { file } of files)
    form.append('resources', new Blob([readModelText(file, terminal.folder)]), basename(file));
  if (!(await isDeployable(files, json, terminal))) return exitStatus.foundSomethingWrong;
  try {
    const deployment = await orchestrator.post<DeploymentView>('/v2/deployments', form);
    const compositions = await settled(orchestrator, deployment, timeout * 1000, json, terminal);
    const isActive = compositions.every(({ state }) => state === 'active');
    if (json)
      printJson(terminal, {
        ...deployment,
        state: isActive ? 'active' : compositions.find(({ state }) => state !== 'active')?.state,
        compositions,
      });
    else report(deployment, compositions, terminal);
    return isActive ? exitStatus.fine : exitStatus.foundSomethingWrong;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    if (json) printJson(terminal, { state: 'refused', problem: error.problem });
    terminal.stderr.write(`${error.message}\n`);
    return exitStatus.foundSomethingWrong;
  }
}

/** A model that cannot be deployed is not sent. */
async function isDeployable(
  files: readonly FoundFile[],
  json: boolean,
  terminal: Terminal,
): Promise<boolean> {
  const checked = [];
  for (const file of files) if (!/\.form$/i.test(file.file)) checked.push(await checkModel(file));
  const refused = checked.filter(({ deployable }) => !deployable);
  if (refused.length === 0) return true;
  const report = refused.map(({ file, deployable, problems }) => ({ file, deployable, problems }));
  if (json) printJson(terminal, { state: 'refused', files: report });
  else terminal.stdout.write(describeChecks(report, paintFor(terminal.stdout)));
  terminal.stderr.write('Nothing was deployed.\n');
  return false;
}

/** The compositions when none of them waits any more, or when the time is over; tells meanwhile which host has answered. */
async function settled(
  orchestrator: Orchestrator,
  deployment: DeploymentView,
  withinMs: number,
  json: boolean,
  terminal: Terminal,
): Promise<readonly CompositionView[]> {
  const progress = new HostProgress(paintFor(terminal.stderr));
  const keys = deployment.compositions.map(({ compositionKey }) => compositionKey);
  const deadline = Date.now() + withinMs;
  let { compositions } = deployment;
  for (;;) {
    const news = json ? [] : progress.news(compositions);
    for (const line of news) terminal.stderr.write(`${line}\n`);
    if (compositions.every(({ state }) => state !== 'pending') || Date.now() >= deadline) return compositions;
    await delay(AGAIN_MS);
    const { items } = await orchestrator.get<{ items: CompositionView[] }>('/v2/compositions');
    compositions = items.filter(({ compositionKey }) => keys.includes(compositionKey));
  }
}

function report(
  { deployments }: DeploymentView,
  compositions: readonly CompositionView[],
  terminal: Terminal,
): void {
  const count = deployments.length;
  terminal.stdout.write(describeDeployment(compositions, paintFor(terminal.stdout)));
  terminal.stdout.write(
    `${count} ${count === 1 ? 'process, decision or form' : 'processes, decisions and forms'} deployed\n`,
  );
}

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { addDuration, parseDuration } from '@partitura/feel';
import {
  type CommandBody,
  DeploymentRefusedError,
  type JobAnswer,
  type Outcome,
  type Resource,
  type Variables,
} from '@partitura/runtime';
import { v7 } from 'uuid';
import type { SimulatedJob } from './jobs';
import type { Names } from './names';
import type { Answer, Step, StepOf } from './scenario';
import { ScenarioFailure } from './scenario-failure';
import type { World } from './world';

const DEFAULT_TTL = 'PT1H';
/** A scenario whose clock stops more often than this in one step does not come to rest. */
const MAX_STOPS = 100_000;

/** Carries out the steps of one scenario. */
export class Steps {
  /** Why the latest deployment was refused. */
  refusal: DeploymentRefusedError | undefined;
  private messages = 0;

  constructor(
    private readonly world: World,
    private readonly names: Names,
    private readonly file: string,
  ) {}

  async run(step: Exclude<Step, { kind: 'expect' }>): Promise<void> {
    switch (step.kind) {
      case 'create':
        return this.create(step.with);
      case 'publish':
        return this.publish(step.with);
      case 'signal': {
        const { name, variables } = step.with;
        await this.settle(
          this.world.runtime.broadcastSignal({ name, variables: (variables ?? {}) as Variables }),
          'maybe',
        );
        return;
      }
      case 'advance':
        return this.advance(step.with);
      case 'complete':
        return this.answer(step.with, { kind: 'completed', variables: step.with.variables ?? {} });
      case 'fail':
        return this.answer(step.with, failed(step.with));
      case 'error': {
        const { code, message, variables } = step.with;
        return this.answer(step.with, { kind: 'error', code, message, variables });
      }
      case 'cancel':
        return this.cancel(step.with);
      case 'set': {
        const { sagaId, id } = this.names.instance(step.with.instance);
        return this.tell(sagaId, { kind: 'setVariables', instance: id, variables: step.with.variables });
      }
      case 'resolve':
        return this.resolve(step.with);
      case 'deploy':
        return this.deploy(step.with.files);
      case 'migrate':
        return this.migrate(step.with);
      case 'modify': {
        const { instance, activate = [], terminate = [], refused } = step.with;
        const { sagaId, id } = this.names.instance(instance);
        const command: CommandBody = {
          kind: 'modifyInstance',
          instance: id,
          activate: activate.map((element) => ({ element })),
          terminate: terminate.map((element) => ({ element })),
        };
        return this.tell(sagaId, command, refused);
      }
      case 'compensate': {
        const { sagaId } = this.names.instance(step.with.instance);
        const reason = { code: 'COMPENSATION_REQUESTED' };
        return this.tell(sagaId, { kind: 'compensateSaga', reason }, step.with.refused);
      }
      case 'crash':
        return this.crash(step.with);
      case 'redeliver':
        return this.world.redeliver();
    }
  }

  private async create({
    process,
    as,
    variables,
    version,
    sagaId,
    refused,
  }: StepOf<'create'>): Promise<void> {
    const definition = this.world.runtime.registry.definitionById(process, version);
    if (!definition) {
      if (refused) return;
      const which = version === undefined ? process : `${process} of version ${version}`;
      throw new ScenarioFailure(`There is no process ${which} to begin. Deploy its file, or correct the id.`);
    }
    const id = sagaId ?? v7();
    const outcome = await this.settle(
      this.world.runtime.submit(id, {
        kind: 'start',
        score: definition.score.key,
        process,
        variables: (variables ?? {}) as Variables,
      }),
      refused,
    );
    if (as !== undefined && outcome.instance !== undefined && !outcome.refusal)
      this.names.give(as, id, outcome.instance);
  }

  private async publish({ message, key, variables, ttl, id }: StepOf<'publish'>): Promise<void> {
    const ttlMs = addDuration(0, parseDuration(ttl ?? DEFAULT_TTL));
    // Refused while its id is buffered: the scenario goes on, and what comes of it can be expected.
    const published = this.world.runtime.publish({
      name: message,
      key: key ?? '',
      variables: (variables ?? {}) as Variables,
      ttlMs,
      messageId: id,
    });
    this.messages += 1;
    await this.settle(published, 'maybe');
  }

  async advance(duration: string): Promise<void> {
    const { world } = this;
    const until = addDuration(world.now, parseDuration(duration));
    for (let stops = 0; stops < MAX_STOPS; stops++) {
      const due = await world.nextDue(until);
      if (due === undefined) return world.moveTo(until);
      await world.moveTo(due);
    }
    throw new ScenarioFailure(
      `The clock stops more than ${MAX_STOPS} times on its way. Shorten the advance.`,
    );
  }

  private async answer(
    which: { readonly job?: string; readonly task?: string; readonly refused?: true },
    outcome: JobAnswer['outcome'],
  ): Promise<void> {
    const { job: type, task, refused } = which;
    const matches = (job: SimulatedJob): boolean =>
      task === undefined
        ? job.kind !== 'user' && job.type === type
        : job.kind === 'user' && job.elementId === task;
    const [waiting] = this.world.jobs.waiting(matches);
    const job = waiting ?? (refused ? this.world.jobs.latest(matches) : undefined);
    if (!job) {
      const what = task === undefined ? `job ${type ?? ''}` : `user task ${task}`;
      const others = this.world.jobs
        .waiting(() => true)
        .map((other) => (other.kind === 'user' ? other.elementId : other.type));
      throw new ScenarioFailure(
        `No ${what} waits. ${others.length === 0 ? 'Nothing waits.' : `Waiting: ${others.join(', ')}.`}`,
      );
    }
    await this.tell(job.sagaId, this.world.commandOf(job, outcome), refused);
  }

  private async cancel({ instance, refused }: StepOf<'cancel'>): Promise<void> {
    const { sagaId, id } = this.names.instance(instance);
    const state = (await this.world.states()).find((saga) => saga.id === sagaId);
    // A called process belongs to its caller.
    if (state?.instances[id]?.parent !== undefined) {
      if (refused) return;
      throw new ScenarioFailure(`${instance} was called by another process: cancel that one.`);
    }
    await this.tell(sagaId, { kind: 'cancelSaga' }, refused);
  }

  private async resolve({ element, skip }: StepOf<'resolve'>): Promise<void> {
    const open = (await this.world.states()).flatMap((saga) =>
      Object.values(saga.incidents).map((incident) => ({ sagaId: saga.id, incident })),
    );
    const found = open
      .filter(({ incident }) => incident.elementId === element)
      .sort((one, other) => one.incident.createdAt - other.incident.createdAt)[0];
    if (!found) {
      const where = open.map(({ incident }) => incident.elementId).join(', ');
      throw new ScenarioFailure(
        `There is no incident at ${element}. ${where === '' ? 'There is none at all.' : `Incidents are at ${where}.`}`,
      );
    }
    const { id: incident } = found.incident;
    await this.tell(
      found.sagaId,
      skip
        ? { kind: 'skipIncident', incident, reason: 'skipped by the scenario' }
        : { kind: 'resolveIncident', incident },
    );
  }

  /** What is refused is kept for an expectation; the earlier deployments stay. */
  async deploy(files: readonly string[]): Promise<void> {
    this.refusal = undefined;
    try {
      await this.world.deploy(files.map((file) => this.resource(file)));
    } catch (error) {
      if (!(error instanceof DeploymentRefusedError)) throw error;
      this.refusal = error;
    }
    await this.world.rest();
  }

  private resource(file: string): Resource {
    try {
      return { name: basename(file), content: readFileSync(join(dirname(this.file), file), 'utf8') };
    } catch (cause) {
      throw new ScenarioFailure(
        `${file} cannot be read (${(cause as Error).message}). Paths are relative to the scenario.`,
      );
    }
  }

  private async migrate({ instance, toVersion, mapping, refused }: StepOf<'migrate'>): Promise<void> {
    const { sagaId, id, process } = this.names.instance(instance);
    const target = this.world.runtime.registry.definitionById(process, toVersion);
    if (!target) {
      if (refused) return;
      throw new ScenarioFailure(`There is no version ${toVersion} of process ${process}. Deploy it first.`);
    }
    const command: CommandBody = {
      kind: 'migrateInstance',
      instance: id,
      score: target.score.key,
      process,
      mapping,
    };
    await this.tell(sagaId, command, refused);
  }

  private async crash({ host }: StepOf<'crash'>): Promise<void> {
    if (host !== undefined && host !== 'orchestrator')
      throw new ScenarioFailure(`There is no host ${host}: every fragment runs on the orchestrator.`);
    await this.world.crash();
  }

  private async tell(sagaId: string, command: CommandBody, refused?: true): Promise<void> {
    await this.settle(this.world.runtime.submit(sagaId, { kind: 'command', command }), refused);
  }

  /** Lets the system run; an outcome that is not as wanted fails the step. */
  private async settle(asked: Promise<Outcome>, refused: true | 'maybe' | undefined): Promise<Outcome> {
    const answered = asked.catch((error: unknown): Outcome => ({
      refusal: { code: 'INVALID_STATE', message: (error as Error).message },
    }));
    await this.world.rest();
    const outcome = await answered;
    if (outcome.refusal && refused === undefined)
      throw new ScenarioFailure(`It was refused: ${outcome.refusal.message}`);
    if (!outcome.refusal && refused === true)
      throw new ScenarioFailure('It was carried out, but should have been refused.');
    return outcome;
  }
}

/** A scripted answer as a worker gives it. */
export function outcomeOf(answer: Answer): JobAnswer['outcome'] {
  if ('complete' in answer) return { kind: 'completed', variables: answer.complete as Variables };
  if ('error' in answer) return { kind: 'error', ...answer.error } as JobAnswer['outcome'];
  return failed(answer.fail);
}

function failed({
  message,
  retries,
  backoff,
}: {
  readonly message?: string;
  readonly retries?: number;
  readonly backoff?: string;
}): JobAnswer['outcome'] {
  return {
    kind: 'failed',
    message: message ?? 'failed',
    ...(retries === undefined ? {} : { retries }),
    ...(backoff === undefined ? {} : { backoffMs: addDuration(0, parseDuration(backoff)) }),
  };
}

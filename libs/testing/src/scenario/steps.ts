import { addDuration, parseDuration } from '@partitura/feel';
import type { CommandBody } from '@partitura/runtime';
import { v7 } from 'uuid';
import { answerJob, failureOf } from './answers';
import { Asks } from './asks';
import type { Deployments } from './deployments';
import { isNamed } from './history';
import type { Names } from './names';
import type { Step, StepOf } from './scenario';
import { ScenarioFailure } from './scenario-failure';
import { keyOf } from './part-ref';
import type { World } from './world';

const DEFAULT_TTL = 'PT1H';
/** A scenario whose clock stops more often than this in one step does not come to rest. */
const MAX_STOPS = 200_000;

/** Carries out the steps of one scenario. */
export class Steps {
  private readonly asks: Asks;

  constructor(
    private readonly world: World,
    private readonly names: Names,
    private readonly deployments: Deployments,
  ) {
    this.asks = new Asks(world);
  }

  async run(step: Exclude<Step, { kind: 'expect' }>): Promise<void> {
    const { world, asks } = this;
    switch (step.kind) {
      case 'create':
        return this.create(step.with);
      case 'publish':
        return this.publish(step.with);
      case 'signal':
        await asks.settle(world.runtime.broadcastSignal(step.with), undefined);
        return;
      case 'advance':
        return this.advance(step.with);
      case 'complete':
        return answerJob(world, asks, step.with, { kind: 'completed', variables: step.with.variables });
      case 'fail':
        return answerJob(world, asks, step.with, failureOf(step.with));
      case 'error': {
        const { code, message, variables } = step.with;
        return answerJob(world, asks, step.with, { kind: 'error', code, message, variables });
      }
      case 'cancel':
        return this.cancel(step.with);
      case 'set': {
        const { instance, variables } = step.with;
        return this.tell(instance, (id) => ({ kind: 'setVariables', instance: id, variables }));
      }
      case 'resolve':
        return this.resolve(step.with);
      case 'deploy':
        return this.deployments.deploy(step.with.files);
      case 'migrate':
        return this.migrate(step.with);
      case 'modify':
        return this.modify(step.with);
      case 'compensate': {
        const reason = { code: 'COMPENSATION_REQUESTED' };
        return this.tell(step.with.instance, () => ({ kind: 'compensateSaga', reason }), step.with.refused);
      }
      case 'crash':
        return this.crash(step.with);
      case 'redeliver':
        return world.redeliver();
    }
  }

  private async create(step: StepOf<'create'>): Promise<void> {
    const { process, as, variables, version, sagaId = v7(), refused } = step;
    const definition = this.world.runtime.registry.definitionById(process, version);
    if (!definition) {
      if (refused) return;
      const which = version === undefined ? process : `${process} of version ${version}`;
      throw new ScenarioFailure(`There is no process ${which} to begin. Deploy its file, or correct the id.`);
    }
    // P1: the same saga id again begins nothing, which is no mistake of the scenario.
    const again = this.world.knows(sagaId);
    const host = this.world.hostOf(definition);
    const { instance } = await this.asks.settle(
      this.world
        .runtimeOf(host)
        .submit(sagaId, { kind: 'start', score: definition.score.key, process, variables }),
      refused ?? (again ? 'maybe' : undefined),
    );
    if (as !== undefined && instance !== undefined) this.names.give(as, { host, sagaId }, instance);
  }

  private async publish({ message, key, variables, ttl, id }: StepOf<'publish'>): Promise<void> {
    const ttlMs = addDuration(0, parseDuration(ttl ?? DEFAULT_TTL));
    const published = this.world.runtime.publish({
      name: message,
      ...(key === undefined ? {} : { key }),
      variables,
      ttlMs,
      messageId: id,
    });
    // Refused while its id is buffered: the scenario goes on, and what comes of it can be expected.
    await this.asks.settle(published, 'maybe');
  }

  private async advance(duration: string): Promise<void> {
    const { world } = this;
    const until = addDuration(world.now, parseDuration(duration));
    for (let stops = 0; stops < MAX_STOPS; stops++) {
      const due = await world.nextDue(until);
      if (due === undefined) return world.moveTo(until);
      await world.moveTo(due);
    }
    throw new ScenarioFailure(
      `The scenario does not come to rest: the clock stops more than ${MAX_STOPS} times on its way. Advance less.`,
    );
  }

  private async cancel({ instance, refused }: StepOf<'cancel'>): Promise<void> {
    const { part, id } = this.names.instance(instance);
    const saga = (await this.world.states()).find((one) => keyOf(one) === keyOf(part));
    if (saga?.state.instances[id]?.parent !== undefined) {
      if (refused) return;
      throw new ScenarioFailure(
        `It was refused: ${instance} was called by another process. Cancel the instance that calls it.`,
      );
    }
    await this.asks.tell(part, { kind: 'cancelSaga' }, refused);
  }

  private async resolve({ element, skip }: StepOf<'resolve'>): Promise<void> {
    const open = (await this.world.states()).flatMap(({ state, ...part }) =>
      Object.values(state.incidents).map((incident) => ({ part, incident })),
    );
    const [found] = open
      .filter(({ part, incident }) => {
        const process = this.world.history.processOf(part, incident.instance);
        return isNamed(element, { process, element: incident.elementId });
      })
      .sort((one, other) => one.incident.createdAt - other.incident.createdAt);
    if (!found) {
      const where = open.map(({ incident }) => incident.elementId).join(', ');
      throw new ScenarioFailure(
        `There is no incident at ${element}. ${where === '' ? 'There is none at all.' : `Incidents are at ${where}.`}`,
      );
    }
    const { id: incident } = found.incident;
    const command: CommandBody = skip
      ? { kind: 'skipIncident', incident, reason: 'skipped by the scenario' }
      : { kind: 'resolveIncident', incident };
    await this.asks.tell(found.part, command);
  }

  private async migrate({ instance, toVersion, mapping, refused }: StepOf<'migrate'>): Promise<void> {
    const { process } = this.names.instance(instance);
    const target = this.world.runtime.registry.definitionById(process, toVersion);
    if (!target) {
      if (refused) return;
      throw new ScenarioFailure(`There is no version ${toVersion} of process ${process}. Deploy it first.`);
    }
    const score = target.score.key;
    await this.tell(
      instance,
      (id) => ({ kind: 'migrateInstance', instance: id, score, process, mapping }),
      refused,
    );
  }

  private async modify({ instance, activate, terminate, refused }: StepOf<'modify'>): Promise<void> {
    await this.tell(
      instance,
      (id) => ({
        kind: 'modifyInstance',
        instance: id,
        activate: (activate ?? []).map((element) => ({ element })),
        terminate: (terminate ?? []).map((element) => ({ element })),
      }),
      refused,
    );
  }

  private async crash({ host }: StepOf<'crash'>): Promise<void> {
    const { hostNames, runtime } = this.world;
    if (host === undefined || hostNames.includes(host)) return this.world.crash(host);
    const { participants } = runtime.registry;
    if (participants.includes(host)) return this.world.crashServices();
    throw new ScenarioFailure(
      `There is no host ${host}. Use ${[...new Set([...hostNames, ...participants])].join(', ')}.`,
    );
  }

  /** A command on the saga of an instance that the scenario names. */
  private async tell(
    instance: string,
    command: (id: number) => CommandBody,
    refused?: boolean,
  ): Promise<void> {
    const { part, id } = this.names.instance(instance);
    await this.asks.tell(part, command(id), refused);
  }
}

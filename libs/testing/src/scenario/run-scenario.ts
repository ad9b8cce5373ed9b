import { outcomeOf } from './answers';
import { Coverage } from './coverage';
import { type Call, differencesOf } from './expectations';
import { Deployments } from './deployments';
import { Names } from './names';
import type { Difference, ScenarioCase } from './report';
import type { Expectation, Scenario } from './scenario';
import { ScenarioFailure } from './scenario-failure';
import { Steps } from './steps';
import { World } from './world';

const MAX_CALLS = 20_000;

/** Runs one scenario in a world of its own. */
export async function runScenario(scenario: Scenario, coverage?: Coverage): Promise<ScenarioCase> {
  const began = performance.now();
  const run = new ScenarioRun(scenario);
  const failure = await run.play();
  coverage?.add(run.world, run.pathOf);
  return {
    file: scenario.file,
    name: scenario.name,
    status: failure ? 'failed' : 'passed',
    ...(failure
      ? {
          reason: failure.message,
          at: run.at,
          ...(failure.differences.length > 0 ? { differences: failure.differences } : {}),
        }
      : {}),
    path: run.names.all().map(([instance, { path }]) => ({ instance, elements: path })),
    ms: Math.round((performance.now() - began) * 10) / 10,
  };
}

class ScenarioRun {
  readonly world: World;
  readonly names: Names;
  /** Where the scenario is now. */
  at = 'files';
  private readonly deployments: Deployments;
  private readonly steps: Steps;
  private readonly calls: Call[] = [];
  private readonly answers = new Map<string, number>();

  constructor(private readonly scenario: Scenario) {
    this.world = new World(scenario.clock, scenario.placement, () => this.callWorker());
    this.names = new Names(this.world.history);
    this.deployments = new Deployments(this.world, scenario.file);
    this.steps = new Steps(this.world, this.names, this.deployments);
  }

  /** The path of a deployed file by its name. */
  readonly pathOf = (resource: string): string => this.deployments.pathOf(resource);

  /** Why it fails; undefined when it holds. */
  async play(): Promise<ScenarioFailure | undefined> {
    try {
      await this.world.start();
      if (this.scenario.files.length > 0) await this.deployments.deploy(this.scenario.files);
      this.checkRefusal(0);
      for (const [index, step] of this.scenario.steps.entries()) {
        this.at = `step ${index + 1} (${step.kind})`;
        if (step.kind === 'expect') await this.expect(step.with);
        else await this.steps.run(step);
        if (step.kind === 'deploy') this.checkRefusal(index + 1);
      }
      this.at = 'expect';
      await this.expect(this.scenario.expect);
      return undefined;
    } catch (error) {
      const { message } = error as Error;
      // What the runtime has put aside explains more than what has not come of it.
      const reports = this.world.problems.map((problem) => `\nThe runtime reports: ${problem}`).join('');
      return new ScenarioFailure(
        message + reports,
        error instanceof ScenarioFailure ? error.differences : [],
      );
    }
  }

  /** A refused deployment fails the scenario, unless an expectation before the next deployment speaks of it. */
  private checkRefusal(next: number): void {
    const { refusal } = this.deployments;
    if (!refusal) return;
    const { steps, expect } = this.scenario;
    for (const step of steps.slice(next)) {
      if (step.kind === 'expect' && step.with.rejected) return;
      if (step.kind === 'deploy') throw new ScenarioFailure(refusal.message);
    }
    if (!expect.rejected) throw new ScenarioFailure(refusal.message);
  }

  private async expect(expectation: Expectation): Promise<void> {
    const differences = await differencesOf(expectation, {
      world: this.world,
      names: this.names,
      calls: this.calls,
      refusal: this.deployments.refusal,
    });
    if (differences.length > 0) throw new ScenarioFailure(differences.map(describe).join('\n'), differences);
  }

  /** Lets the scripted worker of the oldest waiting job answer; false when there is none. */
  private async callWorker(): Promise<boolean> {
    const { workers } = this.scenario;
    const job = this.world.jobs.oldest(
      ({ kind, type }) => kind !== 'user' && Object.hasOwn(workers, type) && workers[type]?.length !== 0,
    );
    if (!job) return false;
    if (this.calls.length >= MAX_CALLS)
      throw new ScenarioFailure(
        `The scenario does not come to rest within ${MAX_CALLS} worker calls. Look for a loop without end.`,
      );
    const answers = workers[job.type] ?? [];
    const call = this.answers.get(job.type) ?? 0;
    this.answers.set(job.type, call + 1);
    this.calls.push({ type: job.type, variables: job.variables });
    const answer = answers[Math.min(call, answers.length - 1)];
    this.world.jobs.take(job);
    if (answer) await this.world.services.answer(job, outcomeOf(answer));
    return true;
  }
}

const describe = ({ what, expected, actual }: Difference): string =>
  `${what}: expected ${expected}, but it is ${actual}`;

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DeploymentRefusedError, type Resource } from '@partitura/runtime';
import { ScenarioFailure } from './scenario-failure';
import type { World } from './world';

/** Deploys the files that a scenario names. */
export class Deployments {
  /** Why the latest deployment was refused; undefined when it was accepted. */
  refusal: DeploymentRefusedError | undefined;
  private readonly paths = new Map<string, string>();

  constructor(
    private readonly world: World,
    /** Path of the scenario: files are relative to it. */
    private readonly scenario: string,
  ) {}

  /** What is refused is kept for an expectation; the earlier deployments stay. */
  async deploy(files: readonly string[]): Promise<void> {
    this.refusal = undefined;
    const resources = files.map((file) => this.read(file));
    try {
      await this.world.deploy(resources);
    } catch (error) {
      if (!(error instanceof DeploymentRefusedError)) throw error;
      this.refusal = error;
    }
    await this.world.rest();
  }

  /** The path of a file by the name that it was deployed under. */
  pathOf(resource: string): string {
    return this.paths.get(resource) ?? resource;
  }

  private read(file: string): Resource {
    const [name, path] = [basename(file), join(dirname(this.scenario), file)];
    this.paths.set(name, path);
    try {
      return { name, content: readFileSync(path, 'utf8') };
    } catch (cause) {
      throw new ScenarioFailure(
        `${file} cannot be read (${(cause as Error).message}). Paths are relative to the scenario.`,
      );
    }
  }
}

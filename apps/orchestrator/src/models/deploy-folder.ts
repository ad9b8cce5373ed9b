import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DeploymentResult, Runtime, WantedPlacement } from '@partitura/runtime';

/** The folder of models cannot be read. */
export class ModelsFolderError extends Error {
  readonly code = 'MODELS_FOLDER';
}

/**
 * Deploys every `.bpmn`, `.dmn`, `.form` and `.schema.json` file of a folder, what differs from its newest version; undefined when there is none. Throws
 * `DeploymentRefusedError` with every problem of every model.
 */
export async function deployFolder(
  runtime: Runtime,
  folder: string,
  placement?: WantedPlacement,
): Promise<DeploymentResult | undefined> {
  const files = await modelsIn(folder);
  if (files.length === 0) return undefined;
  const resources = await Promise.all(
    files.map(async (file) => ({ name: basename(file), content: await readFile(file, 'utf8') })),
  );
  return runtime.deploy(resources, placement);
}

async function modelsIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => /\.(bpmn|dmn|form|schema\.json)$/i.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch (cause) {
    throw new ModelsFolderError(
      `The models in ${folder} cannot be read (${(cause as Error).message}). Set PROCESSES_DIR to a folder with .bpmn, .dmn, .form or .schema.json files.`,
      { cause },
    );
  }
}

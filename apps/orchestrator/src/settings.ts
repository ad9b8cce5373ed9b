import { readServiceEnvironment, type ServiceEnvironment } from '@partitura/nest';
import { z } from 'zod';

const own = {
  /** Folder with the models that are deployed at start. */
  PROCESSES_DIR: z.string().default('processes'),
};

export type Settings = ServiceEnvironment & { readonly PROCESSES_DIR: string };

/** Throws `EnvironmentError`, which names every variable at fault. */
export const readSettings = (source?: NodeJS.ProcessEnv): Settings => readServiceEnvironment(source, own);

import type { ExitStatus } from '../exit-status';

/** How a command says with which status it ends. */
export type Finish = (status: ExitStatus) => void;

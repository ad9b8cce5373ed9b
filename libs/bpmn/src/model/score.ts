import type { CheckSetting } from './check-setting';
import type { FlowNode } from './flow-node';
import type { Listeners } from './listeners';

/** One deployable unit: a collaboration with its processes, or the processes of a file without pools. */
export interface Score {
  /** Id of the collaboration, or of the first process when there is none. */
  readonly id: string;
  readonly name?: string;
  /** A collaboration (a saga that can be undone as a whole), or a plain process. */
  readonly composition: boolean;
  /** Pools, those without an executable process included. */
  readonly participants: readonly Participant[];
  readonly processes: readonly ProcessModel[];
  readonly messageFlows: readonly MessageFlow[];
  /** How the model sets rules of the check. */
  readonly checks?: readonly CheckSetting[];
}

export interface Participant {
  readonly id: string;
  /** The pool's name in lower case with hyphens: the service that owns the work. */
  readonly name: string;
  /** The pool's name as drawn. */
  readonly label: string;
  readonly processId?: string;
}

/** An edge between two pools; source and target are ids of flow nodes or of participants. */
export interface MessageFlow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** Names of the pools in which they stand. */
  readonly sender: string;
  readonly receiver: string;
}

export interface ProcessModel {
  readonly id: string;
  readonly name?: string;
  /** Name of the participant whose process this is. */
  readonly participant?: string;
  readonly versionTag?: string;
  /** Every flow node of the process, those inside sub-processes included, by id. */
  readonly elements: ReadonlyMap<string, FlowNode>;
  /**
   * Where the process itself (not a sub-process) begins: its start events, and the receive tasks and event-based gateways
   * that instantiate it.
   */
  readonly startEvents: readonly FlowNode[];
  /** Event sub-processes directly below the process. */
  readonly eventSubProcesses: readonly FlowNode[];
  /** Execution listeners of the process itself. */
  readonly listeners?: Listeners;
}

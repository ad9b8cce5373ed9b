import type { Incident, InstanceState, Job } from '@partitura/engine';
import type { StoredStatus } from './saga-store';

/** Lists for people and clients; never used on the way of a saga. */
export interface SagaQueries {
  searchInstances(filter: InstanceFilter, page: Page): Promise<Found<FoundInstance>>;
  searchIncidents(filter: IncidentFilter, page: Page): Promise<Found<FoundIncident>>;
  /** User tasks that wait. */
  searchUserTasks(filter: UserTaskFilter, page: Page): Promise<Found<FoundUserTask>>;
  /** Sagas that run or wait for a person, by version; versions without one are left out. */
  countSagas(): Promise<readonly SagaCount[]>;
}

export interface SagaCount {
  /** Key of the version. */
  readonly score: string;
  /** Sagas that have not ended. */
  readonly active: number;
  /** Sagas with incidents, which one that has ended may have as well. */
  readonly withIncidents: number;
}

export interface Page {
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  /** Keyset: only what follows (or, with `before`, precedes) this place in the order. */
  readonly after?: Place;
  readonly before?: Place;
  /** Rows to leave out at the beginning. */
  readonly from?: number;
}

/** A public key's parts. */
export interface Place {
  readonly number: number;
  readonly localId: number;
}

/** One process of one deployed version. */
export interface DefinitionRef {
  readonly score: string;
  readonly process: string;
}

/** Every condition given must hold; a list means one of its members. */
export interface InstanceFilter {
  readonly instances?: readonly Place[];
  readonly sagaIds?: readonly string[];
  readonly definitions?: readonly DefinitionRef[];
  readonly processes?: readonly string[];
  readonly states?: readonly InstanceState['state'][];
  /** Process instances that have called it. */
  readonly callers?: readonly Place[];
  /** Element instances of the call activities that have called it. */
  readonly callActivities?: readonly Place[];
  readonly hasIncident?: boolean;
}

export interface IncidentFilter {
  readonly incidents?: readonly Place[];
  readonly instances?: readonly Place[];
  readonly sagaIds?: readonly string[];
  readonly definitions?: readonly DefinitionRef[];
  readonly processes?: readonly string[];
  readonly types?: readonly string[];
  readonly elements?: readonly string[];
}

export interface UserTaskFilter {
  readonly tasks?: readonly Place[];
  readonly instances?: readonly Place[];
  readonly sagaIds?: readonly string[];
  readonly processes?: readonly string[];
  readonly elements?: readonly string[];
  readonly assignees?: readonly string[];
  readonly candidateGroups?: readonly string[];
  readonly candidateUsers?: readonly string[];
}

export interface Found<T> {
  readonly items: readonly T[];
  readonly total: number;
  /** There are more than `total` says: counting stops somewhere. */
  readonly more: boolean;
}

export interface FoundInstance {
  readonly sagaId: string;
  readonly number: number;
  /** Of the saga; `instance.score` where it has one of its own. */
  readonly score: string;
  readonly sagaStatus: StoredStatus;
  readonly instance: InstanceState;
  readonly hasIncident: boolean;
}

export interface FoundIncident {
  readonly sagaId: string;
  readonly number: number;
  /** Of the process instance, which a called one may have of its own. */
  readonly score: string;
  readonly process: string;
  readonly incident: Incident;
}

export interface FoundUserTask {
  readonly sagaId: string;
  readonly number: number;
  /** Of the process instance, which a called one may have of its own. */
  readonly score: string;
  readonly process: string;
  /** Local id of the process instance. */
  readonly instance: number;
  readonly elementId: string;
  readonly job: Job;
}

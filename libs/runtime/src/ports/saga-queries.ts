import type { Incident, InstanceState } from '@partitura/engine';
import type { StoredStatus } from './saga-store';

/** Lists for people and clients; never used on the way of a saga. */
export interface SagaQueries {
  searchInstances(filter: InstanceFilter, page: Page): Promise<Found<FoundInstance>>;
  searchIncidents(filter: IncidentFilter, page: Page): Promise<Found<FoundIncident>>;
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

export interface InstanceFilter {
  readonly numbers?: readonly Place[];
  readonly sagaId?: string;
  readonly scores?: readonly string[];
  readonly processes?: readonly string[];
  readonly states?: readonly InstanceState['state'][];
  readonly hasIncident?: boolean;
}

export interface IncidentFilter {
  readonly numbers?: readonly Place[];
  readonly sagaId?: string;
  readonly instances?: readonly Place[];
  readonly types?: readonly string[];
  readonly elementIds?: readonly string[];
  readonly scores?: readonly string[];
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
  readonly score: string;
  readonly sagaStatus: StoredStatus;
  readonly instance: InstanceState;
  readonly hasIncident: boolean;
}

export interface FoundIncident {
  readonly sagaId: string;
  readonly number: number;
  readonly score: string;
  readonly process: string;
  readonly incident: Incident;
}

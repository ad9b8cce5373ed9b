/** Number of a place: where tokens or messages can be. A state of the net is the number of tokens in each. */
export type Place = number;
export type Tokens = Uint8Array;

/**
 * What decides that a step happens: work that goes on; data (a condition); a failure (error, timeout, timer in a race, cancel);
 * another event of a race or boundary.
 */
export type StepKind = 'work' | 'data' | 'failure' | 'event';

export interface Transition {
  readonly number: number;
  /** Ids of the elements that are passed, in order. */
  readonly elements: readonly string[];
  /** Number of the process in the score. */
  readonly process: number;
  readonly kind: StepKind;
  /** Steps by data: what chooses; one step of each choice is taken. */
  readonly choice?: string;
  /** Steps by data: the model does not say that this choice is ever taken. */
  readonly isDoubtful?: boolean;
  /** The scope in which tokens move. */
  readonly scope: Scope;
  readonly take: readonly Place[];
  readonly read: readonly Place[];
  /** Places that must be empty. */
  readonly absent: readonly Place[];
  readonly put: readonly Place[];
  /** Places that are emptied, before `put`. */
  readonly clear: readonly Place[];
  /** Inclusive joins: one token is taken of each that has one; at least one must. */
  readonly takeEach: readonly Place[];
  /** Inclusive joins: places with tokens that may still come, with the places of `takeEach` that they can come to. */
  readonly awaited: readonly { readonly place: Place; readonly reaches: readonly Place[] }[];
  /** A scope of which only one instance may be active: two share their places, and one could not be told apart. */
  readonly single?: Place;
  /** The whole saga is undone: it ends well, whatever else is under way. */
  readonly undoes: boolean;
}

/** A process or sub-process: it is over when its places are empty. */
export interface Scope {
  readonly id: string;
  readonly around?: Scope;
  /** How many instances are active. */
  readonly active: Place;
  /** Places directly inside, those of sub-processes not counted. */
  readonly inside: Place[];
  readonly children: Scope[];
  /** What it listens to, as long as it is active. */
  readonly flags: Place[];
  /** Where the tokens go on that leave it. */
  readonly exits: Place[];
}

/** Where a token waits for something that may never come. */
export interface Wait {
  readonly element: string;
  readonly process: number;
  readonly kind: 'message' | 'join';
  /** Messages: the buffers, one of which must have something. */
  readonly buffers: readonly Place[];
}

export interface Net {
  readonly places: number;
  readonly initial: Tokens;
  readonly transitions: readonly Transition[];
  readonly scopes: readonly Scope[];
  readonly waits: ReadonlyMap<Place, Wait>;
  /** Buffers of messages, by the id of the receiving node. */
  readonly buffers: ReadonlyMap<string, Place>;
  /** A place with a token once the saga was undone. */
  readonly undone: Place;
}

/** Every place inside a scope, at any depth, its own `active` not counted. */
export function everythingIn(scope: Scope): Place[] {
  const all: Place[] = [];
  const pending = [scope];
  for (let next = pending.pop(); next; next = pending.pop()) {
    all.push(...next.inside, ...next.flags);
    for (const child of next.children) pending.push(child);
  }
  return all;
}

import {
  everythingIn,
  type Net,
  type Place,
  type Scope,
  type StepKind,
  type Transition,
  type Wait,
} from './net';

/** What a step does; what is left out is none. */
export interface Step {
  readonly elements: readonly string[];
  readonly kind?: StepKind;
  readonly choice?: string;
  readonly isDoubtful?: boolean;
  readonly scope: Scope;
  readonly take?: readonly Place[];
  readonly read?: readonly Place[];
  readonly absent?: readonly Place[];
  readonly put?: readonly Place[];
  readonly clear?: readonly Place[];
  readonly takeEach?: readonly Place[];
  readonly awaited?: Transition['awaited'];
  readonly single?: Place;
  /** Interrupts a scope: everything in it is gone, also what is drawn later. */
  readonly empties?: Scope;
  readonly undoes?: boolean;
}

/** Collects the places and transitions of a net. */
export class NetBuilder {
  private places = 0;
  private readonly first: Place[] = [];
  private readonly steps: (Step & { readonly process: number })[] = [];
  readonly waits = new Map<Place, Wait>();
  readonly buffers = new Map<string, Place>();
  readonly scopes: Scope[] = [];
  readonly undone = this.place();

  place(): Place {
    return this.places++;
  }

  scope(id: string, around: Scope | undefined, exits: Place[] = []): Scope {
    const active = this.place();
    const scope: Scope = {
      id,
      ...(around ? { around } : {}),
      active,
      inside: [],
      children: [],
      flags: [],
      exits,
    };
    around?.inside.push(active);
    around?.children.push(scope);
    this.scopes.push(scope);
    return scope;
  }

  inside(scope: Scope): Place {
    const place = this.place();
    scope.inside.push(place);
    return place;
  }

  flag(scope: Scope): Place {
    const place = this.place();
    scope.flags.push(place);
    return place;
  }

  buffer(element: string): Place {
    let place = this.buffers.get(element);
    if (place === undefined) this.buffers.set(element, (place = this.place()));
    return place;
  }

  begin(place: Place): void {
    this.first.push(place);
  }

  add(process: number, step: Step): void {
    this.steps.push({ ...step, process });
  }

  build(): Net {
    const initial = new Uint8Array(this.places);
    for (const place of this.first) initial[place] = 1;
    return {
      places: this.places,
      initial,
      transitions: this.steps.map(({ empties, clear = [], ...step }, number): Transition => ({
        number,
        kind: 'work',
        take: [],
        read: [],
        absent: [],
        put: [],
        takeEach: [],
        awaited: [],
        undoes: false,
        ...step,
        clear: empties ? [...clear, ...everythingIn(empties)] : clear,
        ...(empties ? { single: empties.active } : {}),
      })),
      scopes: this.scopes,
      waits: this.waits,
      buffers: this.buffers,
      undone: this.undone,
    };
  }
}

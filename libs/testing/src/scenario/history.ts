import type { SagaEvent } from '@partitura/engine';
import { keyOf, type PartRef } from './part-ref';

/** A process instance of any saga. */
export interface ObservedInstance {
  readonly part: PartRef;
  readonly id: number;
  process: string;
  /** Key of the score version that it runs. */
  score: string;
  /** Element ids in the order in which they were entered. */
  readonly path: string[];
}

export interface ElementRef {
  readonly process: string;
  readonly element: string;
}

/** Something of a model that was taken. */
interface Taken {
  readonly process: string;
  /** Key of the score version. */
  readonly score: string;
}

/** What has happened in all sagas, in order; bodies around the instances of an activity that runs several times do not count. */
export class History {
  readonly instances: ObservedInstance[] = [];
  readonly completed: ElementRef[] = [];
  readonly entered: (ElementRef & Taken)[] = [];
  readonly flows: (Taken & { readonly flow: string })[] = [];
  readonly messages: { readonly name: string; readonly key?: string }[] = [];
  private readonly byKey = new Map<string, ObservedInstance>();
  private readonly scores = new Map<string, string>();
  private readonly bodies = new Set<string>();

  constructor(
    /** Whether an element of an instance is such a body, when it has no loop counter. */
    private readonly runsSeveralTimes: (instance: ObservedInstance, element: string) => boolean,
  ) {}

  hear(part: PartRef, event: SagaEvent): void {
    switch (event.type) {
      case 'SagaStarted':
        this.scores.set(keyOf(part), event.score);
        return;
      case 'InstanceStarted': {
        const score = event.score ?? this.scores.get(keyOf(part)) ?? '';
        const instance = { part, id: event.id, process: event.process, score, path: [] };
        this.instances.push(instance);
        this.byKey.set(`${keyOf(part)} ${event.id}`, instance);
        return;
      }
      case 'ElementEntered': {
        const instance = this.of(part, event.instance);
        if (event.loopCounter === undefined && this.runsSeveralTimes(instance, event.elementId)) {
          this.bodies.add(`${keyOf(part)} ${event.id}`);
          return;
        }
        instance.path.push(event.elementId);
        this.entered.push({ ...takenIn(instance), element: event.elementId });
        return;
      }
      case 'ElementCompleted':
        if (!this.bodies.has(`${keyOf(part)} ${event.id}`))
          this.completed.push({ process: this.of(part, event.instance).process, element: event.elementId });
        return;
      case 'FlowTaken':
        this.flows.push({ ...takenIn(this.of(part, event.instance)), flow: event.flow });
        return;
      case 'InstanceMigrated': {
        const instance = this.of(part, event.id);
        instance.process = event.process;
        instance.score = event.score;
        return;
      }
      case 'MessageThrown':
        this.messages.push({ name: event.name, ...(event.key === undefined ? {} : { key: event.key }) });
        return;
      default:
    }
  }

  /** Process id of an instance. */
  processOf(part: PartRef, instance: number): string {
    return this.of(part, instance).process;
  }

  private of(part: PartRef, instance: number): ObservedInstance {
    const found = this.byKey.get(`${keyOf(part)} ${instance}`);
    if (!found) throw new Error(`Saga ${part.sagaId} has no process instance ${instance}.`);
    return found;
  }
}

const takenIn = ({ process, score }: ObservedInstance): Taken => ({ process, score });

/** Whether an element is the one that a scenario names: by its id, or as `process/element`. */
export const isNamed = (name: string, { process, element }: ElementRef): boolean =>
  name === element || name === `${process}/${element}`;

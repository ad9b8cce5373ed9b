import type { SagaEvent } from '@partitura/engine';

/** A process instance of any saga. */
export interface ObservedInstance {
  readonly sagaId: string;
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

  hear(sagaId: string, event: SagaEvent): void {
    switch (event.type) {
      case 'SagaStarted':
        this.scores.set(sagaId, event.score);
        return;
      case 'InstanceStarted': {
        const score = event.score ?? this.scores.get(sagaId) ?? '';
        const instance = { sagaId, id: event.id, process: event.process, score, path: [] };
        this.instances.push(instance);
        this.byKey.set(`${sagaId} ${event.id}`, instance);
        return;
      }
      case 'ElementEntered': {
        const instance = this.of(sagaId, event.instance);
        if (event.loopCounter === undefined && this.runsSeveralTimes(instance, event.elementId)) {
          this.bodies.add(`${sagaId} ${event.id}`);
          return;
        }
        instance.path.push(event.elementId);
        this.entered.push({ ...takenIn(instance), element: event.elementId });
        return;
      }
      case 'ElementCompleted':
        if (!this.bodies.has(`${sagaId} ${event.id}`))
          this.completed.push({ process: this.of(sagaId, event.instance).process, element: event.elementId });
        return;
      case 'FlowTaken':
        this.flows.push({ ...takenIn(this.of(sagaId, event.instance)), flow: event.flow });
        return;
      case 'InstanceMigrated': {
        const instance = this.of(sagaId, event.id);
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
  processOf(sagaId: string, instance: number): string {
    return this.of(sagaId, instance).process;
  }

  private of(sagaId: string, instance: number): ObservedInstance {
    const found = this.byKey.get(`${sagaId} ${instance}`);
    if (!found) throw new Error(`Saga ${sagaId} has no process instance ${instance}.`);
    return found;
  }
}

const takenIn = ({ process, score }: ObservedInstance): Taken => ({ process, score });

/** Whether an element is the one that a scenario names: by its id, or as `process/element`. */
export const isNamed = (name: string, { process, element }: ElementRef): boolean =>
  name === element || name === `${process}/${element}`;

import type { History, ObservedInstance } from './history';
import { keyOf, type PartRef } from './part-ref';
import { ScenarioFailure } from './scenario-failure';

/** How a scenario calls process instances: by the names it gave, else by process id in the order of their start. */
export class Names {
  private readonly given = new Map<string, ObservedInstance>();

  constructor(private readonly history: History) {}

  give(name: string, part: PartRef, id: number): void {
    const instance = this.history.instances.find((one) => keyOf(one.part) === keyOf(part) && one.id === id);
    if (instance) this.given.set(name, instance);
  }

  /** Throws a `ScenarioFailure` when there is none of that name. */
  instance(name: string): ObservedInstance {
    const found = this.find(name);
    if (found) return found;
    const known = this.all().map(([other]) => other);
    throw new ScenarioFailure(
      `There is no instance ${name}. ${known.length === 0 ? 'None has begun.' : `There are ${known.join(', ')}.`}`,
    );
  }

  find(name: string): ObservedInstance | undefined {
    return this.given.get(name) ?? this.all().find(([other]) => other === name)?.[1];
  }

  /** Every instance with its name, in the order of their start. */
  all(): (readonly [string, ObservedInstance])[] {
    const names = new Map([...this.given].map(([name, instance]) => [instance, name]));
    const counts = new Map<string, number>();
    return this.history.instances.map((instance) => {
      const name = names.get(instance);
      if (name !== undefined) return [name, instance] as const;
      const count = (counts.get(instance.process) ?? 0) + 1;
      counts.set(instance.process, count);
      return [count === 1 ? instance.process : `${instance.process}#${count}`, instance] as const;
    });
  }
}

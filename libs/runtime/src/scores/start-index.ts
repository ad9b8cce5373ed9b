import type { OuterKind, StartSubscription } from '../ports/saga-store';
import type { NamedStart } from './event-starts';
import type { EventStart } from './loaded-score';

interface Listening extends NamedStart {
  /** Epoch ms: since then every version of the process has listened to it. */
  readonly since: number;
}

/** What begins a process, by name: the newest version of each process listens, older ones do not. */
export class StartIndex {
  private readonly byProcess = new Map<string, readonly Listening[]>();
  private byName = new Map<string, EventStart[]>();
  private all: StartSubscription[] = [];

  /** A new version of a process takes the place of the one before. */
  replace(process: string, starts: readonly NamedStart[], at: number): void {
    const before = this.byProcess.get(process) ?? [];
    const since = ({ kind, name }: NamedStart) =>
      before.find((start) => start.kind === kind && start.name === name)?.since ?? at;
    if (before.length === 0 && starts.length === 0) return;
    this.byProcess.set(
      process,
      starts.map((start) => ({ ...start, since: since(start) })),
    );
    this.all = [...this.byProcess].flatMap(([id, listening]) =>
      listening.map((start) => ({ kind: start.kind, name: start.name, since: start.since, process: id })),
    );
    this.byName = new Map();
    for (const { kind, name, start } of [...this.byProcess.values()].flat()) {
      const key = `${kind} ${name}`;
      this.byName.set(key, [...(this.byName.get(key) ?? []), start]);
    }
  }

  of(kind: OuterKind, name: string): readonly EventStart[] {
    return this.byName.get(`${kind} ${name}`) ?? [];
  }

  get subscriptions(): readonly StartSubscription[] {
    return this.all;
  }

  messageNamesOf(process: string): readonly string[] {
    return (this.byProcess.get(process) ?? [])
      .filter(({ kind }) => kind === 'message')
      .map(({ name }) => name);
  }
}

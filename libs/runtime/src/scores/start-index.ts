import type { OuterKind, StartSubscription } from '../ports/saga-store';
import type { NamedStart } from './event-starts';
import type { EventStart } from './loaded-score';

interface Listening extends NamedStart {
  /** Epoch ms: since then every version of the process has listened to it; what is kept and is older begins nothing. */
  readonly since: number;
  /** Epoch ms: what comes earlier is for the host that began sagas of the process before. */
  readonly from?: number;
  /** Epoch ms: what comes then, or later, is for another host. */
  readonly until?: number;
}

/** When a version was deployed, and, where another host began its sagas before, from when on it begins them here (epoch ms). */
export interface Turn {
  readonly deployedAt: number;
  readonly activeFrom?: number;
}

/** A version of a process that is on its way. */
interface Coming {
  /** What will begin it here. */
  readonly starts: readonly NamedStart[];
  /** Epoch ms. */
  readonly since: number;
  /** It takes the process to another host: until that is settled nothing begins it here. */
  readonly isHeld: boolean;
}

/** What begins a process, by name: the newest version of each process listens, older ones do not. */
export class StartIndex {
  /** By process, what a version that is not active yet will change. */
  private readonly coming = new Map<string, Coming>();
  private readonly byProcess = new Map<string, readonly Listening[]>();
  private byName = new Map<string, Listening[]>();
  private all: StartSubscription[] = [];

  /** A new version of a process takes the place of the one before. */
  replace(process: string, starts: readonly NamedStart[], turn: Turn): void {
    this.coming.delete(process);
    const before = this.byProcess.get(process) ?? [];
    if (before.length === 0 && starts.length === 0) return;
    this.byProcess.set(process, [...left(before, starts, turn), ...taken(before, starts, turn)]);
    this.all = [...this.byProcess].flatMap(([id, listening]) =>
      listening.map(({ kind, name, since, from, until }) => ({
        kind,
        name,
        process: id,
        since: Math.max(since, from ?? since),
        ...(until === undefined ? {} : { until }),
      })),
    );
    this.byName = new Map();
    for (const listening of [...this.byProcess.values()].flat()) {
      const key = `${listening.kind} ${listening.name}`;
      this.byName.set(key, [...(this.byName.get(key) ?? []), listening]);
    }
  }

  /** A version of a process is on its way; a newer one of it takes the place of that. */
  expect(process: string, coming: Coming): void {
    this.coming.set(process, coming);
  }

  /** Whether what comes with this name at `at` (epoch ms) is to be kept until it is settled what begins with it. */
  awaits(kind: OuterKind, name: string, at: number): boolean {
    const named = (start: NamedStart) => start.kind === kind && start.name === name;
    for (const [process, { starts, since, isHeld }] of this.coming) {
      const now = (this.byProcess.get(process) ?? []).filter(isOpen);
      if (isHeld ? now.some(named) : since <= at && starts.some(named) && !now.some(named)) return true;
    }
    return false;
  }

  /** What begins with something of this name that came at `at` (epoch ms). */
  of(kind: OuterKind, name: string, at: number): readonly EventStart[] {
    return (this.byName.get(`${kind} ${name}`) ?? [])
      .filter(({ from = -Infinity, until = Infinity }) => from <= at && at < until)
      .filter(({ start }) => !this.coming.get(start.process.id)?.isHeld)
      .map(({ start }) => start);
  }

  get subscriptions(): readonly StartSubscription[] {
    return this.all.filter(({ process }) => !this.coming.get(process)?.isHeld);
  }

  messageNamesOf(process: string): readonly string[] {
    return (this.byProcess.get(process) ?? [])
      .filter(({ kind }) => kind === 'message')
      .map(({ name }) => name);
  }
}

const sameAs =
  ({ kind, name }: NamedStart) =>
  (other: NamedStart): boolean =>
    other.kind === kind && other.name === name;

const isOpen = ({ until }: Listening): boolean => until === undefined;

/** What the version before still begins: all that came before another host took over, however late it is read. */
function left(
  before: readonly Listening[],
  starts: readonly NamedStart[],
  { activeFrom }: Turn,
): readonly Listening[] {
  return before.flatMap((listening) => {
    if (!isOpen(listening)) return [listening];
    if (activeFrom === undefined || starts.some(sameAs(listening))) return [];
    return [{ ...listening, until: activeFrom }];
  });
}

const taken = (
  before: readonly Listening[],
  starts: readonly NamedStart[],
  { deployedAt, activeFrom }: Turn,
): readonly Listening[] =>
  starts.map((start): Listening => {
    const known = before.filter(isOpen).find(sameAs(start));
    if (known)
      return { ...start, since: known.since, ...(known.from === undefined ? {} : { from: known.from }) };
    return { ...start, since: deployedAt, ...(activeFrom === undefined ? {} : { from: activeFrom }) };
  });

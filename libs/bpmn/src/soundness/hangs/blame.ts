import type { FlowNode, ProcessModel, Score } from '../../model';
import { awaitedAt, type Sender, type Senders } from '../net/senders';
import { reachableFrom } from '../structure/ways';
import type { Stuck } from './endings';

/** Who waits for whom: the elements at fault among all those at which a run has come to a stop. */
export class Blame {
  private readonly roots = new Map<string, readonly (readonly Stuck[])[]>();
  private readonly after = new Map<FlowNode, ReadonlySet<FlowNode>>();

  constructor(
    private readonly score: Score,
    private readonly senders: Senders,
  ) {}

  /**
   * Groups of elements at fault: each element that waits for nobody else who has come to a stop, alone; or, where all wait
   * for one another, a whole circle.
   */
  rootsOf(stuck: readonly Stuck[]): readonly (readonly Stuck[])[] {
    const names = stuck.map(({ process, element }) => `${process} ${element}`).join(' ');
    let roots = this.roots.get(names);
    if (!roots) this.roots.set(names, (roots = this.findRoots(stuck)));
    return roots;
  }

  private findRoots(stuck: readonly Stuck[]): readonly (readonly Stuck[])[] {
    const waitsFor = new Map(stuck.map((one) => [one, this.blockers(one, stuck)]));
    const alone = stuck.filter((one) => waitsFor.get(one)?.length === 0);
    const explained = new Set<Stuck>(alone);
    const roots: (readonly Stuck[])[] = alone.map((one) => [one]);
    for (const one of stuck) {
      if (explained.has(one)) continue;
      const upstream = closure(one, waitsFor);
      if ([...upstream].some((other) => explained.has(other))) continue;
      // Without anyone at fault upstream there is a circle; the part of it that waits for no other circle is at fault.
      const circle = [...upstream].filter((other) => {
        const theirs = closure(other, waitsFor);
        return [...theirs].every((third) => closure(third, waitsFor).has(other));
      });
      for (const other of circle) explained.add(other);
      if (circle.length > 0) roots.push(stuck.filter((other) => circle.includes(other)));
    }
    return roots;
  }

  /** The nodes that can send what an element waits for. */
  sendersFor({ process, element }: Stuck): readonly Sender[] {
    const node = this.processAt(process)?.elements.get(element);
    return node ? awaitedAt(node).flatMap((event) => this.senders.of(event)) : [];
  }

  /** Numbers of the processes on which it depends whether an element gets its message, its own included. */
  processesBehind(stuck: Stuck): ReadonlySet<number> {
    const found = new Set<number>([stuck.process]);
    const pending = this.sendersFor(stuck).map(({ process }) => process);
    for (let process = pending.pop(); process !== undefined; process = pending.pop()) {
      if (found.has(process)) continue;
      found.add(process);
      for (const sender of this.startersOf(process)) pending.push(sender.process);
    }
    return found;
  }

  /**
   * Whether some of those who send, or who make others send, do so in an activity that runs several times, or behind an event
   * that does not interrupt: how often is not followed, and there may be more messages than were seen.
   */
  maySendAgain(stuck: Stuck): boolean {
    const seen = new Set<number>();
    const pending = [...this.sendersFor(stuck)];
    for (let sender = pending.pop(); sender; sender = pending.pop()) {
      const { process } = sender;
      if (this.isRepeated(this.elementOf(sender), process)) return true;
      if (seen.has(process)) continue;
      seen.add(process);
      pending.push(...this.startersOf(process));
    }
    return false;
  }

  private isRepeated(node: FlowNode, process: number): boolean {
    const elements = this.processAt(process)?.elements;
    const beside = [...(elements?.values() ?? [])].some(
      (event) =>
        event.attachedTo !== undefined &&
        !event.interrupting &&
        event.triggerOf === undefined &&
        this.isAfter(process, node, event),
    );
    if (beside) return true;
    for (let one: FlowNode | undefined = node; one;) {
      if (one.loop || (one.kind === 'eventSubProcess' && !one.startEvent?.interrupting)) return true;
      one = one.scope === undefined ? undefined : elements?.get(one.scope);
    }
    return false;
  }

  isAfter(process: number, node: FlowNode, from: FlowNode): boolean {
    let after = this.after.get(from);
    const model = this.processAt(process);
    if (!model) return false;
    if (!after) this.after.set(from, (after = reachableFrom(model, from)));
    return after.has(node);
  }

  private processAt(process: number): ProcessModel | undefined {
    return this.score.processes[process];
  }

  private blockers(one: Stuck, stuck: readonly Stuck[]): readonly Stuck[] {
    if (one.kind === 'join') {
      const join = this.processAt(one.process)?.elements.get(one.element);
      return stuck.filter(
        (other) =>
          other !== one && join !== undefined && this.leadsTo(other, { process: one.process, node: join }),
      );
    }
    const found = new Set<Stuck>();
    const seen = new Set<number>();
    const pending = [...this.sendersFor(one)];
    for (let sender = pending.pop(); sender; sender = pending.pop()) {
      const { process } = sender;
      const blocking = stuck.filter((other) => other !== one && this.leadsTo(other, sender));
      for (const other of blocking) found.add(other);
      if (blocking.length > 0 || seen.has(process)) continue;
      seen.add(process);
      pending.push(...this.startersOf(process));
    }
    return [...found];
  }

  private leadsTo({ process, element }: Stuck, sender: Sender): boolean {
    const from = this.processAt(process)?.elements.get(element);
    return (
      process === sender.process && from !== undefined && this.isAfter(process, this.elementOf(sender), from)
    );
  }

  /** A node of several definitions stands in the flow, not its definitions. */
  elementOf({ process, node }: Sender): FlowNode {
    return (node.triggerOf !== undefined && this.processAt(process)?.elements.get(node.triggerOf)) || node;
  }

  private startersOf(process: number): readonly Sender[] {
    const starts = this.processAt(process)?.startEvents ?? [];
    return starts.flatMap((start) => awaitedAt(start).flatMap((event) => this.senders.of(event)));
  }
}

function closure(one: Stuck, waitsFor: ReadonlyMap<Stuck, readonly Stuck[]>): ReadonlySet<Stuck> {
  const found = new Set<Stuck>([one]);
  for (const stuck of found) for (const other of waitsFor.get(stuck) ?? []) found.add(other);
  return found;
}

import type { Score } from '../../model';
import { type Edge, runTo, type StateSpace } from '../explore/explore';
import { canReach } from '../explore/reachability';
import type { DrawnScore } from '../net/draw-net';
import type { Sender } from '../net/senders';
import { type Alternatives, alternativesBefore } from './alternatives';
import type { Blame } from './blame';
import type { Hang } from './describe-hang';
import type { Endings, Stuck, StuckElements } from './endings';

/** Says by which rule an element at fault hangs, the most specific one first. */
export class Judge {
  private readonly freed = new Map<string, Uint8Array>();
  private readonly alternatives = new Map<string, Alternatives | undefined>();

  constructor(
    private readonly score: Score,
    private readonly drawn: DrawnScore,
    private readonly endings: Endings,
    private readonly elements: StuckElements,
    private readonly blame: Blame,
  ) {}

  /** `circle` are all that wait for one another, `stuck` being the first of them. */
  judge(stuck: Stuck, circle: readonly Stuck[], state: number): Hang {
    const isDoubtful = circle.some((one) => this.blame.maySendAgain(one));
    const base = {
      element: stuck.element,
      stuck,
      circle,
      ...(isDoubtful ? { isDoubtful: true as const } : {}),
    };
    if (stuck.kind === 'join' || circle.length > 1) return { ...base, rule: 'deadlock' };
    const alternatives = this.alternativesOf(stuck);
    if (alternatives)
      return {
        ...base,
        rule: 'parallel-before-exclusive-catches',
        element: alternatives.split.id,
        alternatives,
      };
    const run = runTo(this.endings.space, state);
    const sent = this.blame.sendersFor(stuck);
    if (this.isUnbegun(sent, run)) return { ...base, rule: 'message-never-sent', sent, isUnbegun: true };
    if (!isSent(this.endings.space, stuck)) return { ...base, rule: 'message-never-sent', sent };
    const decisive = this.decisiveStep(run, stuck);
    const failure = decisive?.transition.kind === 'failure' ? decisive : this.lastFailure(run, stuck);
    if (failure) return { ...base, rule: 'failure-not-propagated', sent, cause: failure.transition };
    return { ...base, rule: 'deadlock', sent, ...(decisive ? { cause: decisive.transition } : {}) };
  }

  /** All who could send begin sagas of their own, and this one was begun by another. */
  private isUnbegun(sent: readonly Sender[], [first]: readonly Edge[]): boolean {
    const { roots } = this.drawn;
    return (
      sent.length > 0 &&
      sent.every(({ process }) => roots.has(process) && process !== first?.transition.process)
    );
  }

  private alternativesOf(stuck: Stuck): Alternatives | undefined {
    const { element } = stuck;
    if (!this.alternatives.has(element))
      this.alternatives.set(
        element,
        alternativesBefore(this.score, this.drawn.senders, this.endings.space, stuck),
      );
    return this.alternatives.get(element);
  }

  /** The step after which nothing can keep the element from waiting for ever. */
  private decisiveStep(run: readonly Edge[], stuck: Stuck): Edge | undefined {
    const freed = this.freedFrom(stuck);
    return run.find(({ from, to }) => freed[from] && !freed[to]);
  }

  private freedFrom(stuck: Stuck): Uint8Array {
    const known = this.freed.get(stuck.element);
    if (known) return known;
    const { space, incoming, open, final, endless } = this.endings;
    const isFree = (state: number): boolean => !stuck.places.some((place) => space.states[state]?.[place]);
    const freed = canReach(space, incoming, [
      ...open,
      ...final.filter(isFree),
      ...endless.filter((state) => !this.elements.isStuck(stuck, state)),
    ]);
    this.freed.set(stuck.element, freed);
    return freed;
  }

  /** A failure of someone who should have sent, even if it is not what decided. */
  private lastFailure(run: readonly Edge[], stuck: Stuck): Edge | undefined {
    const behind = this.blame.processesBehind(stuck);
    return run.findLast(
      ({ transition: { kind, process } }) =>
        kind === 'failure' && process !== stuck.process && behind.has(process),
    );
  }
}

const isSent = ({ edges }: StateSpace, { buffers }: Stuck): boolean =>
  edges.some(({ transition: { put } }) => put.some((place) => buffers.includes(place)));

import type { Score } from '../../model';
import { type Edge, runTo, type StateSpace } from '../explore/explore';
import { canReach } from '../explore/reachability';
import type { Finding } from '../finding';
import type { DrawnScore } from '../net/draw-net';
import { alternativesBefore } from './alternatives';
import { Blame } from './blame';
import { isCertain } from './certainty';
import { describeHang, type Hang } from './describe-hang';
import { type Endings, type Stuck, StuckElements } from './endings';
import { relevantPath } from './relevant-path';

/** States in which something goes on for ever are many alike; so many are looked at. */
const MOST_ENDLESS = 200;

/** Finds the elements at which a run can come to a stop for ever: one finding for each, by the shortest run. */
export function findHangs(score: Score, { senders }: DrawnScore, endings: Endings): readonly Finding[] {
  const { space, final, endless } = endings;
  const elements = new StuckElements(endings, space.net);
  const blame = new Blame(score, senders);
  const findings = new Map<string, Finding>();
  for (const state of [...final, ...endless.slice(0, MOST_ENDLESS)]) {
    const stuck = elements.in(state);
    if (stuck.length === 0) continue;
    for (const root of blame.rootsOf(stuck)) {
      const [first] = root;
      if (!first) continue;
      const hang = judge(first, root, state);
      const key = `${hang.rule} ${hang.element}`;
      if (!findings.has(key)) findings.set(key, toFinding(hang, first, state));
    }
  }
  return [...findings.values()];

  function judge(first: Stuck, circle: readonly Stuck[], state: number): Hang {
    const base = { element: first.element, stuck: first, circle };
    if (first.kind === 'join' || circle.length > 1) return { ...base, rule: 'deadlock' };
    const alternatives = alternativesBefore(score, senders, space, first);
    if (alternatives)
      return {
        ...base,
        rule: 'parallel-before-exclusive-catches',
        element: alternatives.split.id,
        alternatives,
      };
    const run = runTo(space, state);
    const sent = blame.sendersFor(first);
    if (!isSent(space, first)) return { ...base, rule: 'message-never-sent', sent };
    const decisive = decisiveStep(run, first);
    const failure = decisive?.transition.kind === 'failure' ? decisive : lastFailure(run, first);
    if (failure) return { ...base, rule: 'failure-not-propagated', sent, cause: failure.transition };
    return { ...base, rule: 'deadlock', sent, ...(decisive ? { cause: decisive.transition } : {}) };
  }

  /** The step after which nothing can keep the element from waiting for ever. */
  function decisiveStep(run: readonly Edge[], stuck: Stuck): Edge | undefined {
    const { states } = space;
    const isFree = (state: number): boolean => !stuck.places.some((place) => states[state]?.[place]);
    const freed = canReach(space, endings.incoming, [
      ...endings.open,
      ...final.filter(isFree),
      ...endless.filter((state) => !elements.isStuck(stuck, state)),
    ]);
    return run.find(({ from, to }) => freed[from] && !freed[to]);
  }

  /** A failure of someone who should have sent, even if it is not what decided. */
  function lastFailure(run: readonly Edge[], stuck: Stuck): Edge | undefined {
    const behind = blame.processesBehind(stuck);
    return run.findLast(
      ({ transition: { kind, process } }) =>
        kind === 'failure' && process !== stuck.process && behind.has(process),
    );
  }

  function toFinding(hang: Hang, first: Stuck, state: number): Finding {
    const run = runTo(space, state);
    const stuckThere = [...final, ...endless].filter((one) => elements.isStuck(first, one));
    const certain = score.composition && isCertain(space, endings.incoming, run, stuckThere);
    const participant = score.processes[first.process]?.participant;
    return {
      severity: certain ? 'error' : 'warning',
      rule: hang.rule,
      element: hang.element,
      ...(participant === undefined ? {} : { participant }),
      message: describeHang(score, hang, score.composition && !certain),
      path: relevantPath(run, first, blame.processesBehind(first)),
    };
  }
}

const isSent = ({ edges }: StateSpace, { buffers }: Stuck): boolean =>
  edges.some(({ transition: { put } }) => put.some((place) => buffers.includes(place)));

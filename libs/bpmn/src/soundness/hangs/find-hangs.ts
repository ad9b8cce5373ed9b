import type { Score } from '../../model';
import { runTo } from '../explore/explore';
import { findingAt } from '../structure/finding-at';
import type { Finding } from '../finding';
import type { DrawnScore } from '../net/draw-net';
import { Blame } from './blame';
import { isCertain, isSimple } from './certainty';
import { describeHang, type Hang } from './describe-hang';
import { type Endings, StuckElements } from './endings';
import { Judge } from './judge';
import { relevantPath } from './relevant-path';

/** States in which something goes on for ever are many alike; so many are looked at. */
const MOST_ENDLESS = 200;
/** Of the states with the same elements at fault, so many are looked at for the shortest run. */
const MOST_ALIKE = 50;

/** A proof takes a look at all states for each condition of its run; so many runs are tried. */
const MOST_PROOFS = 3;

/** One state in which an element at fault waits for ever. */
interface Sighting {
  readonly hang: Hang;
  readonly state: number;
  readonly path: readonly string[];
}

/** Finds the elements at which a run can come to a stop for ever: one finding for each rule and element, by a shortest run. */
export function findHangs(score: Score, drawn: DrawnScore, endings: Endings): readonly Finding[] {
  const elements = new StuckElements(endings, endings.space.net);
  const blame = new Blame(score, drawn.senders);
  const sightings = seeHangs(endings, elements, blame, new Judge(score, drawn, endings, elements, blame));
  const known = [...sightings.values()].flatMap((alike) => toFinding(score, alike, endings, elements));
  return [...known, ...standStills(score, endings, elements)];
}

/** A state in which nothing moves, nobody waits and something has not ended: it is said, though not why. */
function standStills(score: Score, { space, final }: Endings, elements: StuckElements): readonly Finding[] {
  for (const state of final) {
    const scope = space.net.scopes.findLast(({ active }) => space.states[state]?.[active]);
    const process = score.processes.find(
      ({ id, elements: own }) => id === scope?.id || own.has(scope?.id ?? ''),
    );
    if (!scope || !process || elements.in(state).length > 0) continue;
    const path = runTo(space, state).flatMap(({ transition }) => transition.elements);
    const message = `${scope.id}: a run comes to a stop in it before its end. Look at where the run has come to; draw a way on.`;
    return [findingAt(process, 'deadlock', scope, message, path)];
  }
  return [];
}

function seeHangs(
  { space, final, endless }: Endings,
  elements: StuckElements,
  blame: Blame,
  judge: Judge,
): ReadonlyMap<string, readonly Sighting[]> {
  const sightings = new Map<string, Sighting[]>();
  const alike = new Map<string, number>();
  for (const state of [...final, ...endless.slice(0, MOST_ENDLESS)]) {
    const stuck = elements.in(state);
    if (stuck.length === 0) continue;
    for (const root of blame.rootsOf(stuck)) {
      const [first] = root;
      const names = root.map(({ element }) => element).join(' ');
      const seen = alike.get(names) ?? 0;
      if (!first || seen >= MOST_ALIKE) continue;
      alike.set(names, seen + 1);
      const hang = judge.judge(first, root, state);
      const key = `${hang.rule} ${hang.element}`;
      const path = relevantPath(runTo(space, state), first, blame.processesBehind(first));
      sightings.set(key, [...(sightings.get(key) ?? []), { hang, state, path }]);
    }
  }
  return sightings;
}

/** An error when one of the runs is proven; the shortest of those, else of all. */
function toFinding(
  score: Score,
  alike: readonly Sighting[],
  endings: Endings,
  elements: StuckElements,
): readonly Finding[] {
  const byLength = alike.toSorted((one, other) => one.path.length - other.path.length);
  const proven = score.composition ? firstProven(byLength, endings, elements) : undefined;
  const shown = proven ?? byLength[0];
  if (!shown) return [];
  const { hang, path } = shown;
  const participant = score.processes[hang.stuck.process]?.participant;
  const finding: Finding = {
    severity: proven ? 'error' : 'warning',
    rule: hang.rule,
    element: hang.element,
    ...(participant === undefined ? {} : { participant }),
    message: describeHang(score, hang, score.composition && !proven && !hang.isUnbegun),
    path,
  };
  return [finding];
}

function firstProven(
  sightings: readonly Sighting[],
  { space, incoming, final, endless }: Endings,
  elements: StuckElements,
): Sighting | undefined {
  const possible = sightings.filter(({ hang }) => !hang.isUnbegun && !hang.isDoubtful);
  const simple = possible.find(({ state }) => isSimple(runTo(space, state)));
  if (simple) return simple;
  return possible.slice(0, MOST_PROOFS).find(({ hang: { stuck }, state }) =>
    isCertain(
      space,
      incoming,
      runTo(space, state),
      [...final, ...endless].filter((one) => elements.isStuck(stuck, one)),
    ),
  );
}

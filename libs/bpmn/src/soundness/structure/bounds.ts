import type { Score } from '../../model';
import { runTo, type StateSpace } from '../explore/explore';
import type { Finding } from '../finding';
import { MOST_MESSAGES, MOST_TOKENS } from '../net/fire';
import type { Place, Tokens } from '../net/net';
import { findingAt } from './finding-at';

/** What was not followed to its end: tokens that multiply, and where the exploration has stopped. */
export function findBounds(score: Score, space: StateSpace): readonly Finding[] {
  const findings = new Map<string, Finding>();
  for (const [state, { cut, place }] of space.cut) {
    const element = elementAt(space, place, state);
    const process = score.processes.find(({ elements, id }) => id === element || elements.has(element));
    const key = `${cut} ${element}`;
    if (!process || findings.has(key)) continue;
    const path = runTo(space, state).flatMap(({ transition }) => transition.elements);
    const at = { id: element };
    if (cut === 'tokens' && !isManyInstances(space, process.id, state) && growsForEver(space, state))
      findings.set(
        key,
        findingAt(
          process,
          'lack-of-synchronization',
          at,
          `${element}: tokens come here again and again, more with every turn: nothing joins what a parallel or inclusive gateway has split. Join the branches before they go on.`,
          path,
        ),
      );
    else
      findings.set(
        key,
        findingAt(
          process,
          'bound-reached',
          at,
          `${element}: ${REASONS[cut]} Runs with more were not followed; ${countOf(space)}.`,
          path,
        ),
      );
  }
  if (space.visited < space.states.length)
    findings.set('states', {
      severity: 'warning',
      rule: 'bound-reached',
      element: score.id,
      message: `${score.id}: the model can be in more states than are looked at; ${countOf(space)}, and a hang further on would not be seen. Split the model, or join parallel branches earlier.`,
      path: [],
    });
  return [...findings.values()];
}

const REASONS = {
  tokens: `more than ${MOST_TOKENS} tokens or instances can be here at once.`,
  messages: `more than ${MOST_MESSAGES} messages can wait for it unread.`,
  instances: 'several instances of it can be active when one is interrupted or joined.',
} as const;

const countOf = ({ visited }: StateSpace): string => `${visited} states were explored`;

/** The element to which a place belongs: a receiver, a scope, or what the last step has passed. */
function elementAt({ net, edges, foundBy }: StateSpace, place: Place, state: number): string {
  for (const [element, buffer] of net.buffers) if (buffer === place) return element;
  const scope = net.scopes.find(({ active }) => active === place);
  if (scope) return scope.id;
  const taking = net.transitions.find(({ take, elements }) => take.includes(place) && elements.length > 0);
  const last = edges[foundBy[state] ?? -1]?.transition.elements.at(-1);
  return taking?.elements[0] ?? last ?? '';
}

/** Tokens of several instances of a process: each may be fine by itself. */
function isManyInstances({ net, states }: StateSpace, process: string, state: number): boolean {
  const scope = net.scopes.find(({ id, around }) => id === process && !around);
  return scope !== undefined && (states[state]?.[scope.active] ?? 0) > 1;
}

/** Whether the run has come by a state with the same tokens and fewer: then it can do so again and again. */
function growsForEver(space: StateSpace, state: number): boolean {
  const last = space.states[state] as Tokens;
  return runTo(space, state).some(({ from }) => {
    const before = space.states[from] as Tokens;
    let grows = false;
    for (const [place, count] of last.entries()) {
      if ((before[place] ?? 0) > count) return false;
      if ((before[place] ?? 0) < count) grows = true;
    }
    return grows;
  });
}

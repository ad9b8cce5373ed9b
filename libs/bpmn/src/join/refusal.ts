import { ScoreRefusedError } from '../problem';

/** Refuses to join; `what` is the reason and the remedy, the element's id is put in front. */
export function refuse(rule: string, element: string, what: string): never {
  throw new ScoreRefusedError([{ rule, element, message: `${element}: ${what}` }]);
}

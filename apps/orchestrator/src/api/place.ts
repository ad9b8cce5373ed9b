import { parseKey, type Place } from '@partitura/runtime';
import { ApiProblem } from './api-problem';

/** The parts of a public key from a path; what can be no key is a bad request, as in Camunda's API. */
export function placeOf(what: string, key: string): Place {
  const place = parseKey(key);
  if (place) return place;
  throw new ApiProblem(
    'INVALID_ARGUMENT',
    `${key} is no ${what} key: give a positive 63-bit integer as a decimal string.`,
  );
}

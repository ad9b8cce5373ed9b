import { order } from '../values/compare';
import { equal } from '../values/equality';
import type { FeelValue } from '../values/feel-object';
import { FeelRange } from '../values/feel-range';
import { parseRange } from '../values/parse-range';
import { define, type Library, type LibraryFunction } from './library-function';

/** Relations of points and ranges (DMN 1.5, table 78). */
export const rangeFunctions: Library = {
  before: relation('point1, point2', (a, b) => lies(a.end, b.start, a.endIncluded && b.startIncluded)),
  after: relation('point1, point2', (a, b) => lies(b.end, a.start, b.endIncluded && a.startIncluded)),
  meets: ofRanges((a, b) => a.endIncluded && b.startIncluded && meet(a.end, b.start)),
  'met by': ofRanges((a, b) => a.startIncluded && b.endIncluded && meet(b.end, a.start)),
  overlaps: ofRanges(
    (a, b) =>
      !holds(lies(a.end, b.start, a.endIncluded && b.startIncluded)) &&
      !holds(lies(b.end, a.start, b.endIncluded && a.startIncluded)),
  ),
  'overlaps before': ofRanges(overlapsBefore),
  'overlaps after': ofRanges((a, b) => overlapsBefore(b, a)),
  finishes: relation(
    'point, range',
    (a, b) => meet(a.end, b.end) && a.endIncluded === b.endIncluded && startsIn(a, b),
  ),
  'finished by': relation(
    'range, point',
    (a, b) => meet(a.end, b.end) && a.endIncluded === b.endIncluded && startsIn(b, a),
  ),
  includes: relation('range, point', (a, b) => startsIn(b, a) && endsIn(b, a)),
  during: relation('point, range', (a, b) => startsIn(a, b) && endsIn(a, b)),
  starts: relation(
    'point, range',
    (a, b) => meet(a.start, b.start) && a.startIncluded === b.startIncluded && endsIn(a, b),
  ),
  'started by': relation(
    'range, point',
    (a, b) => meet(a.start, b.start) && a.startIncluded === b.startIncluded && endsIn(b, a),
  ),
  coincides: relation('point1, point2', (a, b) => equal(a, b)),
  range: define(['from'], ([from]) => (typeof from === 'string' ? parseRange(from) : null)),
};

type Related = (a: FeelRange, b: FeelRange) => boolean | null;

/** A point counts as the range that holds it alone. */
function relation(names: string, related: Related): LibraryFunction {
  const forms = [names, 'point, range', 'range, point', 'range1, range2', 'range, value', 'point1, point2'];
  return define([...new Set(forms)], ([a = null, b = null]) => {
    if (a === null || b === null) return null;
    const [left, right] = [rangeOf(a), rangeOf(b)];
    return order(left.start ?? left.end, right.start ?? right.end) === undefined
      ? null
      : related(left, right);
  });
}

function ofRanges(related: Related): LibraryFunction {
  const both = relation('range1, range2', related);
  return {
    ...both,
    call: (args, run) => (args.every((arg) => arg instanceof FeelRange) ? both.call(args, run) : null),
  };
}

const rangeOf = (value: FeelValue): FeelRange =>
  value instanceof FeelRange ? value : new FeelRange(value, value, true, true);

const holds = (value: boolean | null): boolean => value === true;

const meet = (a: FeelValue, b: FeelValue): boolean => a !== null && b !== null && order(a, b) === 0;

/** Whether an end lies before a start; at the same point, unless both belong to their range. */
function lies(end: FeelValue, start: FeelValue, bothIncluded: boolean): boolean | null {
  if (end === null || start === null) return false;
  const compared = order(end, start);
  return compared === undefined ? null : compared < 0 || (compared === 0 && !bothIncluded);
}

/** Whether `inner` does not begin before `outer` does. */
function startsIn(inner: FeelRange, outer: FeelRange): boolean {
  if (outer.start === null) return true;
  const compared = inner.start === null ? undefined : order(inner.start, outer.start);
  if (compared === undefined) return false;
  return compared > 0 || (compared === 0 && (outer.startIncluded || !inner.startIncluded));
}

/** Whether `inner` does not end after `outer` does. */
function endsIn(inner: FeelRange, outer: FeelRange): boolean {
  if (outer.end === null) return true;
  const compared = inner.end === null ? undefined : order(inner.end, outer.end);
  if (compared === undefined) return false;
  return compared < 0 || (compared === 0 && (outer.endIncluded || !inner.endIncluded));
}

/** `a` begins first, they share a point, and `a` does not end last. */
function overlapsBefore(a: FeelRange, b: FeelRange): boolean {
  const first = order(a.start, b.start);
  const begins = first !== undefined && (first < 0 || (first === 0 && a.startIncluded && !b.startIncluded));
  return begins && !holds(lies(a.end, b.start, a.endIncluded && b.startIncluded)) && endsIn(a, b);
}

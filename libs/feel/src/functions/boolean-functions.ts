import { FeelError } from '../feel-error';
import { FeelDateTime } from '../values/feel-date-time';
import { FeelTime } from '../values/feel-time';
import { sameZone } from '../values/feel-zone';
import { equal } from '../values/equality';
import { FeelObject, type FeelValue } from '../values/feel-object';
import { not } from '../values/ternary';
import { define, type Library } from './library-function';

export const booleanFunctions: Library = {
  not: define(['negand'], ([negand = null]) => not(negand)),
  'is defined': define(['value'], ([value = null]) => value !== null),
  'get or else': define(['value, default'], ([value = null, fallback]) => value ?? fallback),
  assert: define(['value, condition', 'value, condition, cause'], ([value, condition, cause], { source }) => {
    if (condition === true) return value;
    const reason = typeof cause === 'string' ? cause : 'the condition is not fulfilled';
    throw new FeelError(
      source,
      `an assertion does not hold: ${reason}. Correct the value, or the assertion.`,
    );
  }),
  is: define(['value1, value2'], ([left = null, right = null]) => isSame(left, right)),
  // Marks what an agent fills in; the value passes through.
  fromAi: define(
    [
      'value',
      'value, description',
      'value, description, type',
      'value, description, type, schema',
      'value, description, type, schema, options',
    ],
    ([value]) => value,
  ),
};

/** Equal, of one type, and in one time zone (DMN 1.5, table 82). */
function isSame(left: FeelValue, right: FeelValue): boolean {
  if (left instanceof FeelDateTime && right instanceof FeelDateTime) {
    return sameZone(left.zone, right.zone) && equal(left, right) === true;
  }
  if (left instanceof FeelTime && right instanceof FeelTime) {
    return sameZone(left.zone, right.zone) && equal(left, right) === true;
  }
  if (left instanceof FeelObject && right instanceof FeelObject && left.type !== right.type) return false;
  return equal(left, right) === true;
}

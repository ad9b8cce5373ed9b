import { parseCycle, parseDateTime, parseDuration } from '@partitura/feel';
import type { TimerDefinition } from '../../model';
import { childOf, textOf, type XmlElement } from '../../xml/element';
import type { NodeContent } from '../draft';
import { compileParsed } from '../expressions';
import type { ProcessContext } from '../process-context';

const FORMS = [
  { type: 'date', property: 'timeDate', parse: parseDateTime },
  { type: 'duration', property: 'timeDuration', parse: parseDuration },
  { type: 'cycle', property: 'timeCycle', parse: parseCycle },
] as const;

/** A timer event's definition; `allowed` are the forms that have a meaning at its position. */
export function compileTimer(
  context: ProcessContext,
  xml: XmlElement,
  definition: XmlElement,
  allowed: readonly TimerDefinition['type'][],
): TimerDefinition | undefined {
  const given = FORMS.filter(({ property }) => childOf(definition, property));
  const form = given[0];
  const text = form && textOf(childOf(definition, form.property), 'body');
  const choice = allowed.map((type) => `a ${type === 'date' ? 'date' : type}`).join(' or ');
  if (!form || given.length > 1 || text === undefined) {
    context.refuse('timer', xml, `its timer needs exactly one value. Give it ${choice}.`);
    return undefined;
  }
  if (!allowed.includes(form.type)) {
    context.refuse('timer', xml, `a ${form.type} has no meaning at this timer. Give it ${choice}.`);
    return undefined;
  }
  const value = compileParsed(context, xml, `timer's ${form.type}`, text, form.parse);
  return value && { type: form.type, value };
}

/** The forms of a timer that have a meaning at a node: only what can fire several times takes a cycle. */
export function allowedTimers({
  kind,
  interrupting,
  scope,
}: NodeContent): readonly TimerDefinition['type'][] {
  const once = ['duration', 'date'] as const;
  if (kind === 'timerStartEvent' && scope === undefined) return ['date', 'duration', 'cycle'];
  const repeats = kind !== 'timerCatchEvent' && !interrupting;
  return repeats ? [...once, 'cycle'] : once;
}

import { type Expression, parseCycle, parseDateTime, parseDuration } from '@partitura/feel';
import type { TimerDefinition } from '../../model';
import { childOf, textOf, type XmlElement } from '../../xml/element';
import type { NodeContent, NodeDraft } from '../draft';
import { compileParsed } from '../expressions';
import type { ProcessContext } from '../process-context';

const FORMS = [
  { type: 'date', property: 'timeDate', parse: parseDateTime },
  { type: 'duration', property: 'timeDuration', parse: parseDuration },
  { type: 'cycle', property: 'timeCycle', parse: parseCycle },
] as const;

/** A timer event's definition, in a form that has a meaning at its position. */
export function compileTimer(
  context: ProcessContext,
  { node, xml }: NodeDraft,
  definition: XmlElement,
): TimerDefinition | undefined {
  const allowed = allowedTimers(node);
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
  if (value && beginsProcess(node)) checkStart(context, xml, value, form.parse);
  return value && { type: form.type, value };
}

/** A process begins before it has variables: its timer must be known at deployment (now and today may be asked). */
function checkStart(
  context: ProcessContext,
  xml: XmlElement,
  value: Expression,
  parse: (text: string) => unknown,
): void {
  try {
    const text = value.evaluate({}, 0);
    if (typeof text !== 'string') throw new Error(`It gives ${JSON.stringify(text)}, no text.`);
    parse(text);
  } catch (error) {
    context.refuse(
      'timer',
      xml,
      `its timer '${value.source}' begins a process, but cannot be evaluated without variables. ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

const beginsProcess = ({ kind, scope }: NodeContent): boolean =>
  kind === 'timerStartEvent' && scope === undefined;

/** The forms of a timer that have a meaning at a node: only what can fire several times takes a cycle. */
function allowedTimers(node: NodeContent): readonly TimerDefinition['type'][] {
  const { kind, interrupting } = node;
  const once = ['duration', 'date'] as const;
  if (beginsProcess(node)) return ['date', 'duration', 'cycle'];
  const repeats = kind !== 'timerCatchEvent' && !interrupting;
  return repeats ? [...once, 'cycle'] : once;
}

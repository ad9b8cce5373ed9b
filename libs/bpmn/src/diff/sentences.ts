import { childOf, textOf } from '../xml/element';
import type { Unit } from './units';

/** One thing that has changed between two versions of a model. */
export interface Change {
  /** Name of the participant in whose pool it is; null for what belongs to none. */
  readonly participant: string | null;
  readonly change: 'added' | 'removed' | 'renamed' | 'changed' | 'layout';
  /** Id of the element; of several elements whose layout alone has changed, the ids. */
  readonly elements: readonly string[];
  /** In words: `service task`. */
  readonly kind: string | null;
  /** What of it has changed: `name`, `kind`, `job type`, `condition`, … */
  readonly property: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** The whole in a sentence. */
  readonly message: string;
}

interface Versions {
  readonly old: ReadonlyMap<string, Unit>;
  readonly now: ReadonlyMap<string, Unit>;
}

interface Told {
  readonly change: 'added' | 'removed' | 'renamed' | 'changed';
  readonly property?: string;
  readonly before?: string;
  readonly after?: string;
}

export function describeChange(versions: Versions, unit: Unit, former: Unit | undefined, told: Told): Change {
  return {
    participant: unit.participant ?? null,
    change: told.change,
    elements: [unit.id],
    kind: unit.kind,
    property: told.property ?? null,
    before: told.before ?? null,
    after: told.after ?? null,
    message: sentence(versions, unit, former ?? unit, told),
  };
}

export function describeLayout(participant: string | undefined, units: readonly Unit[]): Change {
  const names = units.map(({ id }) => id);
  const shown = names.length > 8 ? [...names.slice(0, 8), `${names.length - 8} more`] : names;
  return {
    participant: participant ?? null,
    change: 'layout',
    elements: names,
    kind: null,
    property: 'layout',
    before: null,
    after: null,
    message: `The drawing of ${names.length === 1 ? 'one element' : `${names.length} elements`} has changed: ${shown.join(', ')}.`,
  };
}

function sentence(versions: Versions, unit: Unit, former: Unit, told: Told): string {
  const { property, before, after } = told;
  if (told.change === 'added' || told.change === 'removed') {
    return presence(told.change === 'added' ? versions.now : versions.old, unit, told.change);
  }
  const called = titleOf(former);
  if (property === 'name') {
    if (after === undefined) return `The ${called} has no name any more.`;
    return `The ${called} is now called "${after}".`;
  }
  if (property === 'kind') return `${quoted(unit)} is now ${articled(after)}; it was ${articled(before)}.`;
  if (property === 'scope')
    return `The ${titleOf(unit)} is now in ${after ?? 'none'}; it was in ${before ?? 'none'}.`;
  const what = `The ${property ?? ''} of the ${titleOf(unit)}`;
  if (before === undefined) return `${what} is new: '${short(after)}'.`;
  if (after === undefined) return `${what} is gone; it was '${short(before)}'.`;
  return `${what} is now '${short(after)}'; it was '${short(before)}'.`;
}

function presence(units: ReadonlyMap<string, Unit>, unit: Unit, change: 'added' | 'removed'): string {
  const verb = change === 'added' ? 'is new' : 'is gone';
  const ends = ['sourceRef', 'targetRef'].map((end) => {
    const id = textOf(childOf(unit.element, end), 'id');
    return id === undefined ? undefined : units.get(id);
  });
  const [source, target] = ends;
  if (!source || !target) return `The ${titleOf(unit)} ${verb}.`;
  return `The ${titleOf(unit)} from ${placeOf(source, unit)} to ${placeOf(target, unit)} ${verb}.`;
}

/** An end of a flow, with its participant where it is another one. */
function placeOf(end: Unit, flow: Unit): string {
  const elsewhere = end.participant !== undefined && end.participant !== flow.participant;
  return elsewhere ? `${quoted(end)} of ${end.participant ?? ''}` : quoted(end);
}

const titleOf = (unit: Unit): string => `${unit.kind} ${quoted(unit)}`;

const quoted = ({ name, id }: Unit): string => (name === undefined || name === id ? id : `"${name}" (${id})`);

const articled = (kind = ''): string => `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;

const short = (value = ''): string => (value.length > 100 ? `${value.slice(0, 97)}…` : value);

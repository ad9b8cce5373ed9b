import type { ModelDocument } from '../document/model-document';
import { layoutOf } from './layout';
import { type Change, describeChange, describeLayout } from './sentences';
import { type Unit, unitsOf } from './units';

export type { Change } from './sentences';

/**
 * What has changed between two versions of a model: elements, flows, message flows and pools that are new, gone, renamed or
 * changed (each property on its own), in the order of their participants, and whose layout alone has changed. Elements
 * are the same when their ids are.
 */
export function compareModels(before: ModelDocument, after: ModelDocument): readonly Change[] {
  const [old, now] = [unitsOf(before), unitsOf(after)];
  const gone = [...old.values()].filter(({ id }) => !now.has(id));
  const context = { old, now };
  const changes = [
    ...[...now.values()].flatMap((unit) => {
      const former = old.get(unit.id);
      return former
        ? changesOf(former, unit).map((change) => describeChange(context, unit, former, change))
        : [describeChange(context, unit, undefined, { change: 'added' })];
    }),
    ...gone.map((unit) => describeChange(context, unit, undefined, { change: 'removed' })),
    ...layoutChanges(before, after, old, now),
  ];
  return inOrder(changes, [...now.values(), ...old.values()]);
}

interface Difference {
  readonly change: 'renamed' | 'changed';
  readonly property?: string;
  readonly before?: string;
  readonly after?: string;
}

function changesOf(before: Unit, after: Unit): readonly Difference[] {
  const found: Difference[] = [];
  const compare = (property: string, one: string | undefined, other: string | undefined): void => {
    if (one === other) return;
    found.push({
      change: property === 'name' ? 'renamed' : 'changed',
      property,
      ...(one === undefined ? {} : { before: one }),
      ...(other === undefined ? {} : { after: other }),
    });
  };
  compare('name', before.name, after.name);
  compare('kind', before.kind, after.kind);
  compare('scope', before.scope, after.scope);
  for (const property of new Set([...before.facts.keys(), ...after.facts.keys()])) {
    compare(property, before.facts.get(property), after.facts.get(property));
  }
  // Flows that are new or gone are told of by themselves.
  const common = (one: Unit, other: Unit): string =>
    one.flows.filter((flow) => other.flows.includes(flow)).join(', ');
  compare('order of the flows', common(before, after), common(after, before));
  return found;
}

/** Elements that are drawn differently, as one change for each participant. */
function layoutChanges(
  before: ModelDocument,
  after: ModelDocument,
  old: ReadonlyMap<string, Unit>,
  now: ReadonlyMap<string, Unit>,
): readonly Change[] {
  const [former, present] = [layoutOf(before), layoutOf(after)];
  const moved = [...now.values()].filter(({ id }) => old.has(id) && former.get(id) !== present.get(id));
  const participants = [...new Set(moved.map(({ participant }) => participant))];
  return participants.map((participant) =>
    describeLayout(
      participant,
      moved.filter((unit) => unit.participant === participant),
    ),
  );
}

/** By participant, in the order of the model; first what belongs to none. */
function inOrder(changes: readonly Change[], units: readonly Unit[]): readonly Change[] {
  const order = [...new Set([null, ...units.map(({ participant }) => participant ?? null)])];
  return order.flatMap((participant) => changes.filter((change) => change.participant === participant));
}

import type { XmlNode } from './xml-tree';

/**
 * Where two documents differ, as readable lines; none when they say the same. What does not count: the order of
 * children with different names (BPMN's schema fixes it, moddle keeps to the schema), white space around text,
 * the form of numbers, and a type that is the declared one.
 */
export function differences(one: XmlNode, other: XmlNode, path = ''): readonly string[] {
  const here = `${path}/${local(one.name)}${one.attributes['id'] === undefined ? '' : `#${one.attributes['id']}`}`;
  if (one.name !== other.name) return [`${here} became ${other.name}`];
  const found: string[] = [];
  const [before, after] = [meaning(one), meaning(other)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(name) === after.get(name)) continue;
    found.push(
      `${here} @${name}: ${JSON.stringify(before.get(name))} became ${JSON.stringify(after.get(name))}`,
    );
  }
  if (one.text.trim() !== other.text.trim()) found.push(`${here}: '${one.text}' became '${other.text}'`);
  const groups = [byName(one), byName(other)] as const;
  for (const name of new Set([...groups[0].keys(), ...groups[1].keys()])) {
    const [left, right] = [groups[0].get(name) ?? [], groups[1].get(name) ?? []];
    if (left.length === right.length) {
      found.push(...left.flatMap((child, index) => differences(child, right[index] ?? child, here)));
    } else {
      found.push(`${here}: ${left.length} ${name} became ${right.length}`);
    }
  }
  return found;
}

const BPMN = '{http://www.omg.org/spec/BPMN/20100524/MODEL}';
const TYPE = '{http://www.w3.org/2001/XMLSchema-instance}type';
const FORMAL = `${BPMN}tFormalExpression`;
const NUMBER = /^-?\d+(\.\d+)?$/;

function meaning({ name, attributes }: XmlNode): ReadonlyMap<string, string> {
  const isStandard = /\{http:\/\/www\.omg\.org\/spec\/(BPMN|DD)\//.test(name);
  const entries = Object.entries(attributes).filter(([key, value]) => {
    if (!isStandard) return true;
    return key !== TYPE || value === FORMAL;
  });
  return new Map(
    entries.map(([key, value]) => [key, isStandard && NUMBER.test(value) ? String(Number(value)) : value]),
  );
}

/** Children by name; a formal expression may stand by its own name, or as an expression of that type. */
function byName({ children }: XmlNode): ReadonlyMap<string, XmlNode[]> {
  const groups = new Map<string, XmlNode[]>();
  for (const original of children) {
    const child =
      original.name === `${BPMN}formalExpression`
        ? { ...original, name: `${BPMN}expression`, attributes: { ...original.attributes, [TYPE]: FORMAL } }
        : original;
    groups.set(child.name, [...(groups.get(child.name) ?? []), child]);
  }
  return groups;
}

function local(name: string): string {
  return name.slice(name.indexOf('}') + 1);
}

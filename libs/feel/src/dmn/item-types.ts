import type { FeelTest } from '../feel-values';
import { type FeelContext, type FeelValue, isContext, setKey } from '../values/feel-object';
import type { Texts } from './compilation';
import type { DmnFile } from './imports';
import { type Kind, kindOf, readTemporal } from './value-kinds';
import { childOf, childrenOf, textIn, type Tree } from './xml-tree';

/** The types of a file: its item definitions and those of FEEL. */
export interface ItemTypes {
  /**
   * The value as its type wants it: text of a variable becomes a date, a single value a list of one and back.
   * Undefined when it does not fit; null fits every type, and every value fits a type that nobody defined.
   */
  fit(value: FeelValue, typeRef: string | undefined): FeelValue | undefined;
  /** The type of what a function of a type gives; of another type the type itself. */
  resultOf(typeRef: string | undefined): string | undefined;
}

type Test = Texts['test'];

interface ItemType {
  readonly isCollection: boolean;
  readonly base: string | undefined;
  /** What each item may be. */
  readonly allowed: FeelTest | undefined;
  /** What the value as a whole may be. */
  readonly constraint: FeelTest | undefined;
  readonly components: ReadonlyMap<string, ItemType>;
  /** Present when its values are functions. */
  readonly functionItem: Tree | undefined;
}

/** Reads the item definitions of each file (DMN 1.5, 7.3.2); those of an import are named with its name before. */
export function readItemTypes(files: readonly DmnFile[], test: Test): ReadonlyMap<DmnFile, ItemTypes> {
  const types = new Map(files.map((file) => [file, new FileTypes()]));
  for (const [{ definitions, imports }, { items, imported }] of types) {
    for (const tree of childrenOf(definitions, 'itemDefinition'))
      items.set(tree.attributes.name?.trim() ?? '', readItem(tree, test));
    for (const { name, file } of imports) {
      const others = types.get(file);
      if (others) imported.set(name, others);
    }
  }
  return types;
}

function readItem(tree: Tree, test: Test): ItemType {
  const element = tree.attributes.id ?? tree.attributes.name ?? 'itemDefinition';
  const testIn = (name: string): FeelTest | undefined => {
    const child = childOf(tree, name);
    const text = textIn(child);
    return text === '' ? undefined : test(child, element, text);
  };
  return {
    isCollection: tree.attributes.isCollection === 'true',
    base: childOf(tree, 'typeRef')?.text.trim() ?? tree.attributes.typeRef,
    allowed: testIn('allowedValues'),
    constraint: testIn('typeConstraint'),
    components: new Map(
      childrenOf(tree, 'itemComponent').map((component) => [
        component.attributes.name ?? '',
        readItem(component, test),
      ]),
    ),
    functionItem: childOf(tree, 'functionItem'),
  };
}

class FileTypes implements ItemTypes {
  readonly items = new Map<string, ItemType>();
  /** Those of other files, by the name of the import. */
  readonly imported = new Map<string, FileTypes>();

  fit(value: FeelValue, typeRef: string | undefined, depth = 0): FeelValue | undefined {
    if (value === null) return null;
    if (typeRef === undefined || depth > MAX_DEPTH) return value;
    const found = this.find(typeRef);
    return found ? found.owner.fitItem(value, found.item, depth + 1) : fitKind(value, localName(typeRef));
  }

  resultOf(typeRef: string | undefined): string | undefined {
    const functionItem = typeRef === undefined ? undefined : this.find(typeRef)?.item.functionItem;
    return functionItem ? functionItem.attributes.outputTypeRef : typeRef;
  }

  private find(typeRef: string): { readonly item: ItemType; readonly owner: FileTypes } | undefined {
    const item = this.items.get(typeRef.trim()) ?? this.items.get(localName(typeRef));
    if (item) return { item, owner: this };
    for (const [name, types] of this.imported)
      if (typeRef.startsWith(`${name}.`)) return types.find(typeRef.slice(name.length + 1));
    return undefined;
  }

  private fitItem(value: FeelValue, item: ItemType, depth: number): FeelValue | undefined {
    const fitted = item.isCollection
      ? this.fitList(Array.isArray(value) ? value : [value], item, depth)
      : this.fitSingle(single(value), item, depth);
    if (fitted === undefined || !item.constraint) return fitted;
    return item.constraint.matches(fitted, {}) ? fitted : undefined;
  }

  private fitList(list: readonly FeelValue[], item: ItemType, depth: number): FeelValue | undefined {
    const items = list.map((one) => this.fitSingle(one, item, depth));
    return items.every((one) => one !== undefined) ? items : undefined;
  }

  private fitSingle(value: FeelValue, item: ItemType, depth: number): FeelValue | undefined {
    if (value === null) return null;
    if (item.functionItem) return kindOf(value) === 'function' ? value : undefined;
    const fitted =
      item.components.size > 0 ? this.fitContext(value, item, depth) : this.fit(value, item.base, depth);
    if (fitted === undefined || fitted === null || !item.allowed) return fitted;
    return item.allowed.matches(fitted, {}) ? fitted : undefined;
  }

  private fitContext(value: FeelValue, { components }: ItemType, depth: number): FeelValue | undefined {
    if (!isContext(value)) return undefined;
    const result: FeelContext = { ...value };
    for (const [name, type] of components) {
      if (!Object.hasOwn(value, name)) return undefined;
      const part = value[name] === null ? null : this.fitItem(value[name] ?? null, type, depth + 1);
      if (part === undefined) return undefined;
      setKey(result, name, part);
    }
    return result;
  }
}

/** Older versions of the standard write a prefix before the name. */
const localName = (typeRef: string): string => typeRef.slice(typeRef.indexOf(':') + 1).trim();

/** A definition that names itself would be looked up for ever. */
const MAX_DEPTH = 100;

const single = (value: FeelValue): FeelValue =>
  Array.isArray(value) && value.length === 1 ? (value[0] ?? null) : value;

/** One of FEEL's own types, by its names in all versions of the standard. */
const KINDS: Readonly<Record<string, Kind>> = {
  boolean: 'boolean',
  number: 'number',
  string: 'string',
  date: 'date',
  time: 'time',
  dateTime: 'date and time',
  'date and time': 'date and time',
  dayTimeDuration: 'days and time duration',
  'days and time duration': 'days and time duration',
  yearMonthDuration: 'years and months duration',
  'years and months duration': 'years and months duration',
  context: 'context',
  function: 'function',
};

function fitKind(value: FeelValue, name: string): FeelValue | undefined {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (!kind) return value;
  const one = single(value);
  if (kindOf(one) === kind) return one;
  // Variables of a process hold dates, times and durations as text.
  return typeof one === 'string' ? readTemporal(one, kind) : undefined;
}

import { copyElement } from '../document/copy-element';
import type { MissingElement, ModelDocument, ModelElement } from '../document/model-document';
import { changedNames, plainElement } from '../document/plain-element';
import { words } from '../split/vocabulary';
import { childOf, childrenOf, idOf } from '../xml/element';
import { extensionOf, extensionsOf } from '../xml/extensions';
import type { FragmentFile } from './fragment-file';
import { refuse } from './refusal';

interface Copy {
  readonly fragment: FragmentFile;
  readonly flow: ModelElement;
}

/** The message flows of the whole, after what the fragments have made of them. */
export class JoinedFlows {
  private readonly copies = new Map<string, readonly Copy[]>();
  private readonly known: ReadonlySet<string>;
  private readonly removed = new Set<string>();

  constructor(
    whole: ModelDocument,
    private readonly fragments: readonly FragmentFile[],
  ) {
    this.known = new Set(flowsOf(whole).map(idOf));
    for (const fragment of fragments) {
      for (const flow of flowsOf(fragment.document)) {
        const id = idOf(flow);
        if (!this.known.has(id)) checkAdded(fragment, flow);
        this.copies.set(id, [...(this.copies.get(id) ?? []), { fragment, flow }]);
      }
    }
  }

  /** Flows inside of one fragment that the whole does not have yet. */
  get added(): readonly ModelElement[] {
    return [...this.copies].flatMap(([id, copies]) =>
      this.known.has(id) ? [] : copies.map(({ flow }) => flow),
    );
  }

  /** The flow as it is now; undefined when every fragment at its ends has removed it. */
  of(original: ModelElement): ModelElement | undefined {
    const id = idOf(original);
    const copies = this.copies.get(id) ?? [];
    const [source, target] = this.fragmentsAt(id);
    const atEnds = [source, target].flatMap((fragment) => fragment ?? []);
    const [copy] = copies;
    if (!copy && atEnds.length === 0) return original;
    if (!copy) {
      this.removed.add(id);
      return undefined;
    }
    for (const fragment of atEnds) {
      if (copies.some((one) => one.fragment === fragment)) continue;
      refuse(
        'fragment-changed',
        id,
        `the fragment ${fragment.title} has lost this message flow, ${copy.fragment.title} still has it. Draw it anew with this id, or remove it in both.`,
      );
    }
    checkEqual(copies);
    const joined = withoutOtherEnd(copy.flow);
    joined.set('sourceRef', endIn(source, copies, 'sourceRef') ?? referred(original, 'sourceRef'));
    joined.set('targetRef', endIn(target, copies, 'targetRef') ?? referred(original, 'targetRef'));
    return joined;
  }

  /** An edge of a flow that is gone. */
  isRemoved(drawing: ModelElement): boolean {
    const id = (drawing as { bpmnElement?: ModelElement | MissingElement }).bpmnElement?.id;
    return typeof id === 'string' && this.removed.has(id);
  }

  private fragmentsAt(id: string): readonly (FragmentFile | undefined)[] {
    const pools = this.fragments[0]?.flows.get(id) ?? [];
    return pools.map((pool) => this.fragments.find(({ here }) => here.some((one) => one.id === pool)));
  }
}

const flowsOf = ({ definitions }: ModelDocument): readonly ModelElement[] =>
  childrenOf(definitions, 'rootElements').flatMap((root) =>
    childrenOf(root, 'messageFlows'),
  ) as ModelElement[];

/** A new flow must not lead to the bus: nobody knows what is meant behind it. */
function checkAdded({ pools, here, title }: FragmentFile, flow: ModelElement): void {
  const inside = ['sourceRef', 'targetRef'].every((end) => {
    const pool = pools.of(childOf(flow, end));
    return pool !== undefined && here.includes(pool);
  });
  if (inside) return;
  refuse(
    'fragment-changed',
    idOf(flow),
    `the fragment ${title} has a new message flow, of which the other end is not known. Draw it in the whole model.`,
  );
}

/** The end of a flow in its own fragment: it may lead to another element there, but not to another pool. */
function endIn(
  fragment: FragmentFile | undefined,
  copies: readonly Copy[],
  end: 'sourceRef' | 'targetRef',
): ModelElement | undefined {
  const copy = fragment && copies.find((one) => one.fragment === fragment);
  if (!copy) return undefined;
  const element = childOf(copy.flow, end) as ModelElement | undefined;
  const pool = fragment.pools.of(element);
  if (element && pool && fragment.here.includes(pool)) return element;
  return refuse(
    'fragment-changed',
    idOf(copy.flow),
    `in the fragment ${fragment.title} its ${end} is no element of the fragment. Lead it to one.`,
  );
}

/** What two fragments both say of a flow must be the same; its ends are each fragment's own. */
function checkEqual([first, ...others]: readonly Copy[]): void {
  if (!first) return;
  const said = ({ flow }: Copy): ReturnType<typeof plainElement> => plainElement(withoutOtherEnd(flow));
  for (const other of others) {
    const names = changedNames(said(first), said(other)).filter((name) => !/^(source|target)Ref$/.test(name));
    if (names.length === 0) continue;
    refuse(
      'fragment-changed',
      idOf(first.flow),
      `the fragments ${first.fragment.title} and ${other.fragment.title} say different things of this message flow (${names.join(', ')}). Make them the same in both.`,
    );
  }
}

function withoutOtherEnd(flow: ModelElement): ModelElement {
  const otherEnd = extensionOf(flow, words.otherEnd);
  const alone = otherEnd && extensionsOf(flow).length === 1;
  const copy = copyElement(flow, undefined, (child) => {
    if (alone && child.$type === 'bpmn:ExtensionElements') return undefined;
    return child === otherEnd ? undefined : child;
  });
  return copy;
}

function referred(
  flow: ModelElement,
  end: 'sourceRef' | 'targetRef',
): ModelElement | MissingElement | undefined {
  return (flow as unknown as Record<typeof end, ModelElement | MissingElement | undefined>)[end];
}

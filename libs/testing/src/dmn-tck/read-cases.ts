import { childOf, childrenOf, type FeelValue, readXml, type Tree, valueOfText } from '@partitura/feel';

export interface TestCases {
  readonly modelName: string;
  readonly cases: readonly TestCase[];
}

export interface TestCase {
  readonly id: string;
  /** A knowledge model or decision service that is called instead of a decision. */
  readonly invocable?: string;
  readonly inputs: Readonly<Record<string, FeelValue>>;
  readonly results: readonly ResultNode[];
}

export interface ResultNode {
  readonly name: string;
  readonly expected: FeelValue;
  /** An error (or null) is expected. */
  readonly isError: boolean;
}

/** Reads a case file of the kit; undefined when the file is another XML. */
export function readTestCases(xml: string): TestCases | undefined {
  const root = readXml(xml);
  if (root.name !== 'testCases') return undefined;
  return {
    modelName: childOf(root, 'modelName')?.text.trim() ?? '',
    cases: childrenOf(root, 'testCase').map(readCase),
  };
}

function readCase(tree: Tree): TestCase {
  const { invocableName, type, id } = tree.attributes;
  const inputs = childrenOf(tree, 'inputNode').map(
    (node) => [node.attributes.name ?? '', readValue(node)] as const,
  );
  return {
    id: id ?? '',
    ...(invocableName !== undefined && type !== 'decision' ? { invocable: invocableName } : {}),
    inputs: Object.fromEntries(inputs),
    results: childrenOf(tree, 'resultNode').map((node) => ({
      name: node.attributes.name ?? '',
      expected: readValue(childOf(node, 'expected')),
      isError: node.attributes.errorResult === 'true',
    })),
  };
}

/** A value: a typed text, a list of items, or a context of components. */
function readValue(tree: Tree | undefined): FeelValue {
  if (!tree) return null;
  const list = childOf(tree, 'list');
  if (list) {
    const isNil = list.attributes['xsi:nil'] === 'true';
    return isNil ? null : childrenOf(list, 'item').map(readValue);
  }
  const components = childrenOf(tree, 'component');
  if (components.length > 0)
    return Object.fromEntries(
      components.map((component) => [
        component.attributes.name ?? '',
        component.attributes['xsi:nil'] === 'true' ? null : readValue(component),
      ]),
    );
  const value = childOf(tree, 'value');
  if (!value || value.attributes['xsi:nil'] === 'true') return null;
  return valueOfText(value.text, value.attributes['xsi:type'] ?? 'xsd:string');
}

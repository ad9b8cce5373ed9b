import type { FeelValue } from '../values/feel-object';
import type { Compilation } from './compilation';
import { compileBoxed, boxedIn } from './boxed/boxed-expression';
import { compileFunction } from './boxed/function';
import { DecisionError } from './decision-error';
import { compileTable, type DecisionTable, type TableResult } from './decision-table';
import { serviceOf } from './decision-service';
import { type Evaluation, type Logic, nothing, type Values } from './evaluation';
import type { DmnFile } from './imports';
import type { ItemTypes } from './item-types';
import type { DrgElement } from './requirements';
import { childOf, type Tree } from './xml-tree';

/** One evaluation of the graph. */
export interface GraphRun extends Evaluation {
  /** What was given from outside: variables of a process, or arguments of a service. */
  readonly variables: Values;
  /** Values that were computed (or given), by the id of their element. */
  readonly known: Map<string, FeelValue>;
  /** Hears of each decision that was made. */
  readonly onDecision?: (node: GraphNode, output: FeelValue, table: TableResult | undefined) => void;
}

/** An element of the graph with its compiled logic. */
export interface GraphNode extends DrgElement {
  /** The element that holds its logic, where it has one. */
  readonly boxed: Tree | undefined;
  readonly table: DecisionTable | undefined;
  readonly logic: Logic;
  readonly typeRef: string | undefined;
  /** The types that its file knows. */
  readonly types: ItemTypes;
}

/** The linked requirement graph: each element computes its value from what it requires (DMN 1.5, 10.4). */
export class DecisionGraph {
  private readonly byId: ReadonlyMap<string, GraphNode>;

  constructor(elements: readonly DrgElement[], compilationOf: (file: DmnFile) => Compilation) {
    this.byId = new Map(
      elements.map((element) => [element.id, compileNode(element, compilationOf(element.file))]),
    );
  }

  get nodes(): readonly GraphNode[] {
    return [...this.byId.values()];
  }

  node(id: string): GraphNode | undefined {
    return this.byId.get(id);
  }

  /** The value of an element; a knowledge model or service is a function. */
  valueOf(node: GraphNode, run: GraphRun): FeelValue {
    const known = run.known.get(node.id);
    if (known !== undefined) return known;
    const value = this.compute(node, run);
    run.known.set(node.id, value);
    return value;
  }

  private compute(node: GraphNode, run: GraphRun): FeelValue {
    switch (node.tree.name) {
      case 'inputData':
        return this.input(node, run);
      case 'decisionService':
        return serviceOf(this, node, run);
      case 'decision':
        return this.decide(node, run);
      default:
        return node.logic(this.scopeOf(node, run), run);
    }
  }

  private input({ name, aliases, typeRef, types }: GraphNode, { variables, mode }: GraphRun): FeelValue {
    const given = [name, ...aliases].find((one) => Object.hasOwn(variables, one));
    const value = given === undefined ? null : (variables[given] ?? null);
    const fitted = types.fit(value, typeRef);
    return fitted ?? (mode === 'camunda' ? value : null);
  }

  private decide(node: GraphNode, run: GraphRun): FeelValue {
    const scope = this.scopeOf(node, run);
    if (!node.boxed && run.mode === 'camunda')
      throw new DecisionError(node.id, 'it has no logic', 'Give it a decision table or an expression.');
    const { value, table } = named(node, () => {
      if (!node.table) return { value: node.logic(scope, run), table: undefined };
      const result = node.table(scope, run);
      return { value: result.output, table: result };
    });
    const output = this.typed(node, value, run);
    run.onDecision?.(node, output, table);
    return output;
  }

  /** The result as the type of the decision wants it; Camunda 8 refuses another, the standard gives null. */
  private typed({ id, typeRef, boxed, types }: GraphNode, value: FeelValue, { mode }: GraphRun): FeelValue {
    const type = typeRef ?? boxed?.attributes.typeRef;
    const fitted = types.fit(value, type);
    if (fitted !== undefined) return fitted;
    if (mode === 'standard') return null;
    // The type of a table that collects often names that of one result.
    if (Array.isArray(value) && value.every((one) => types.fit(one, type) !== undefined)) return value;
    throw new DecisionError(
      id,
      `its result is no ${type ?? ''}`,
      'Correct its logic, or the type of its variable.',
    );
  }

  /** A decision sees the variables and what it requires; a required value wins over a variable of its name. */
  private scopeOf({ requires }: GraphNode, run: GraphRun): Values {
    const byAlias: Record<string, FeelValue> = {};
    const byName: Record<string, FeelValue> = {};
    const imported: Record<string, Record<string, FeelValue>> = {};
    for (const { id, importName } of requires) {
      const node = this.byId.get(id);
      if (!node) continue;
      const value = this.valueOf(node, run);
      if (importName !== undefined) {
        imported[importName] = { ...imported[importName], [node.name]: value };
        continue;
      }
      byName[node.name] = value;
      for (const alias of node.aliases) byAlias[alias] = value;
    }
    return { ...byAlias, ...run.variables, ...imported, ...byName };
  }
}

function compileNode(element: DrgElement, compilation: Compilation): GraphNode {
  const { id, tree } = element;
  const typeRef = childOf(tree, 'variable')?.attributes.typeRef;
  const { types } = compilation;
  const base = { ...element, typeRef, types, boxed: undefined, table: undefined, logic: nothing };
  if (tree.name === 'decision') {
    const boxed = boxedIn(tree);
    if (boxed?.name === 'decisionTable')
      return { ...base, boxed, table: compileTable(compilation, id, boxed) };
    return { ...base, boxed, logic: compileBoxed(compilation, id, boxed) };
  }
  const boxed = childOf(tree, 'encapsulatedLogic');
  if (tree.name === 'businessKnowledgeModel' && boxed)
    return { ...base, boxed, logic: compileFunction(compilation, id, boxed) };
  return base;
}

/** An expression's error names the decision that it belongs to. */
function named<T>({ id }: GraphNode, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    if (cause instanceof DecisionError) throw cause;
    const reason = cause instanceof RangeError ? 'it is nested too deeply' : (cause as Error).message;
    throw new DecisionError(
      id,
      reason.replace(/\.$/, ''),
      'Correct the expression, or the variables that it reads.',
      { cause },
    );
  }
}

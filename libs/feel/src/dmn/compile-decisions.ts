import type { Json } from '../json';
import { toJson } from '../to-json';
import { collector, textsOf } from './compilation';
import { DecisionError, type DecisionProblem, DecisionsRefusedError } from './decision-error';
import { DecisionGraph, type GraphNode, type GraphRun } from './decision-graph';
import type {
  Decision,
  DecisionModel,
  DecisionVariables,
  EvaluatedDecision,
  Invocable,
} from './decision-model';
import { evaluatedDecision } from './evaluated-decision';
import type { Evaluation, Values } from './evaluation';
import { type DmnFile, linkFiles } from './imports';
import { type ItemTypes, readItemTypes } from './item-types';
import { namesIn } from './names';
import { readRequirements } from './requirements';
import { callFunction } from './value-kinds';
import { childOf, readDefinitions, type Tree } from './xml-tree';

/**
 * Compiles DMN XML (1.1 to 1.5): expressions are parsed, the requirement graph is linked. `imported` are the files that
 * it may import. Throws a `DecisionsRefusedError` with every problem that was found.
 */
export function compileDecisions(xml: string, imported: readonly string[] = []): Promise<DecisionModel> {
  return Promise.resolve().then(() => compile(readDefinitions(xml), imported.map(readDefinitions)));
}

function compile(definitions: Tree, imported: readonly Tree[]): DecisionModel {
  const problems: DecisionProblem[] = [];
  const refuse = collector(problems);
  const files = linkFiles(definitions, imported, refuse);
  const elements = readRequirements(files, refuse);
  const texts = textsOf(namesIn(files, elements), refuse);
  const types = readItemTypes(files, texts.test);
  const graph = new DecisionGraph(elements, (file) => ({ ...texts, refuse, types: typesOf(types, file) }));
  if (problems.length > 0) throw new DecisionsRefusedError(problems);
  const { id, name, namespace } = definitions.attributes;
  const nodesOf = (...kinds: readonly string[]): readonly GraphNode[] =>
    graph.nodes.filter(({ tree, file }) => file.prefix === '' && kinds.includes(tree.name));
  return {
    id: id ?? name ?? 'definitions',
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    decisions: nodesOf('decision').map((node) => decisionOf(graph, node)),
    invocables: nodesOf('businessKnowledgeModel', 'decisionService').map((node) => invocableOf(graph, node)),
  };
}

function typesOf(types: ReadonlyMap<DmnFile, ItemTypes>, file: DmnFile): ItemTypes {
  const found = types.get(file);
  if (!found) throw new Error('A file of decisions was linked without its types.');
  return found;
}

const runOf = (
  variables: Values,
  at: number | undefined,
  mode: Evaluation['mode'],
  onDecision?: GraphRun['onDecision'],
): GraphRun => ({ variables, at, mode, known: new Map(), ...(onDecision ? { onDecision } : {}) });

function decisionOf(graph: DecisionGraph, node: GraphNode): Decision {
  const { id, name, tree } = node;
  const versionTag = childOf(childOf(tree, 'extensionElements'), 'versionTag')?.attributes.value;
  const decide = (
    variables: DecisionVariables,
    at: number | undefined,
    onDecision?: GraphRun['onDecision'],
  ): Json => {
    const value = graph.valueOf(node, runOf(variables, at, 'camunda', onDecision));
    try {
      return toJson(value);
    } catch (cause) {
      throw new DecisionError(id, 'its result is no JSON', 'Give a value that a variable can hold.', {
        cause,
      });
    }
  };
  return {
    id,
    name: tree.attributes.name?.trim() ?? name,
    ...(versionTag === undefined ? {} : { versionTag }),
    evaluate: (variables, at) => decide(variables, at),
    evaluateDetailed: (variables, at) => {
      const evaluated: EvaluatedDecision[] = [];
      const output = decide(variables, at, (made, value, table) =>
        evaluated.push(evaluatedDecision(made, value, table)),
      );
      return { output, evaluated };
    },
    evaluateFeel: (variables, at) => graph.valueOf(node, runOf(variables, at, 'standard')),
  };
}

function invocableOf(graph: DecisionGraph, node: GraphNode): Invocable {
  return {
    name: node.name,
    invoke: (args, at) => callFunction(graph.valueOf(node, runOf({}, at, 'standard')), args),
  };
}

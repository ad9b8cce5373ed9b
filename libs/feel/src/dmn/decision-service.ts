import type { FeelValue } from '../values/feel-object';
import type { DecisionGraph, GraphNode, GraphRun } from './decision-graph';
import { fitArguments, type Parameter } from './fit-arguments';
import { linkOf } from './imports';
import { makeFunction } from './value-kinds';
import { childrenOf } from './xml-tree';

/**
 * A service is a function (DMN 1.5, 10.4): its input data and input decisions are the parameters, in this order; the
 * result is that of its output decision, or a context of several. Input decisions are never evaluated.
 */
export function serviceOf(graph: DecisionGraph, service: GraphNode, run: GraphRun): FeelValue {
  const { tree, file, typeRef, types } = service;
  const parts = (kind: string): GraphNode[] =>
    childrenOf(tree, kind).flatMap((reference) => graph.node(linkOf(file, reference)?.id ?? '') ?? []);
  const inputs = [...parts('inputData'), ...parts('inputDecision')];
  const outputs = parts('outputDecision');
  const parameters: Parameter[] = inputs.map((input) => ({ name: input.name, typeRef: input.typeRef }));
  return makeFunction(
    parameters.map(({ name }) => name),
    (args) => {
      const fitted = fitArguments(types, parameters, args, run);
      if (!fitted) return null;
      const known = new Map(inputs.map(({ id, name }) => [id, fitted[name] ?? null] as const));
      const variables = { ...run.variables, ...fitted };
      const inside: GraphRun = { at: run.at, mode: run.mode, variables, known };
      const results = outputs.map((output) => [output.name, graph.valueOf(output, inside)] as const);
      const result = results.length === 1 ? (results[0]?.[1] ?? null) : Object.fromEntries(results);
      const value = types.fit(result, types.resultOf(typeRef));
      return value ?? (run.mode === 'camunda' ? result : null);
    },
  );
}

import type { FeelValue } from '../values/feel-object';
import type { Json } from '../json';
import { toJson } from '../to-json';
import type { GraphNode } from './decision-graph';
import type { EvaluatedCell, EvaluatedDecision } from './decision-model';
import type { TableResult } from './decision-table';

/** How a decision was made, in values that variables can hold. */
export function evaluatedDecision(
  { id, name, tree, boxed, table }: GraphNode,
  output: FeelValue,
  result: TableResult | undefined,
): EvaluatedDecision {
  const columns = table?.outputs ?? [];
  return {
    decisionId: id,
    decisionName: tree.attributes.name ?? name,
    logic: boxed?.name ?? '',
    inputs: (table?.inputs ?? []).map((input, index) => cell(input.id, input.label, result?.inputs[index])),
    matchedRules: (result?.matches ?? []).map((match) => ({
      ruleId: match.id,
      ruleIndex: match.rule,
      outputs: match.outputs.map((value, index) => cell(columns[index]?.id, columns[index]?.name, value)),
    })),
    output: show(output),
  };
}

const cell = (id = '', name = '', value: FeelValue = null): EvaluatedCell => ({
  id,
  name,
  value: show(value),
});

/** A function between decisions is no JSON, and no reason to fail. */
function show(value: FeelValue): Json {
  try {
    return toJson(value);
  } catch {
    return null;
  }
}

import type { FeelTest } from '../feel-values';
import type { FeelValue } from '../values/feel-object';
import { aggregationOf } from './aggregation';
import type { Compilation } from './compilation';
import { DecisionError } from './decision-error';
import { type Evaluation, type Logic, nothing, type Values } from './evaluation';
import { applyHitPolicy, hitPolicyOf, type Match, type Output, type Table } from './hit-policy';
import { childOf, childrenOf, textIn, type Tree } from './xml-tree';

/** One evaluation of a table. */
export interface TableResult {
  readonly output: FeelValue;
  /** In the order of the columns. */
  readonly inputs: readonly FeelValue[];
  readonly matches: readonly Match[];
}

/** A compiled table. */
export interface DecisionTable {
  (scope: Values, evaluation: Evaluation): TableResult;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
}

interface Input {
  readonly id: string;
  readonly label: string;
  readonly value: Logic;
}

interface Rule {
  readonly id: string;
  readonly tests: readonly FeelTest[];
  readonly outputs: readonly Logic[];
}

/** Compiles a decision table (DMN 1.5, chapter 8). */
export function compileTable(compilation: Compilation, element: string, tree: Tree): DecisionTable {
  const inputs = childrenOf(tree, 'input').map((input) => compileInput(compilation, element, input));
  const isOrdered = /^(PRIORITY|OUTPUT.ORDER)$/.test(tree.attributes.hitPolicy ?? '');
  const outputs = childrenOf(tree, 'output').map((output) =>
    compileOutput(compilation, element, output, isOrdered),
  );
  const table = compilePolicy(compilation, element, tree, outputs);
  const rules = childrenOf(tree, 'rule').map((rule, index) =>
    compileRule(compilation, `${element} rule ${index + 1}`, rule, inputs.length, outputs.length),
  );
  const evaluate = (scope: Values, evaluation: Evaluation): TableResult => {
    const values = inputs.map(({ value }) => value(scope, evaluation) ?? null);
    const matches: Match[] = [];
    for (const [index, rule] of rules.entries()) {
      if (!rule.tests.every((test, i) => test.matches(values[i], scope, evaluation.at))) continue;
      const results = rule.outputs.map((output) => output(scope, evaluation) ?? null);
      matches.push({ id: rule.id, rule: index + 1, outputs: results });
      if (table.policy === 'FIRST') break;
    }
    return { output: applyHitPolicy(table, matches, scope, evaluation), inputs: values, matches };
  };
  return Object.assign(evaluate, { inputs, outputs });
}

function compilePolicy(
  { refuse }: Compilation,
  element: string,
  tree: Tree,
  outputs: readonly Output[],
): Table {
  const { hitPolicy = 'UNIQUE', aggregation: aggregator, id = element } = tree.attributes;
  const policy = hitPolicyOf(hitPolicy);
  if (!policy)
    refuse(
      'hit-policy',
      id,
      `the hit policy '${hitPolicy}' is unknown. Use UNIQUE, ANY, FIRST, PRIORITY, RULE ORDER, OUTPUT ORDER or COLLECT.`,
    );
  const aggregation = aggregator === undefined ? undefined : aggregationOf(aggregator);
  if (aggregator !== undefined && !aggregation)
    refuse('hit-policy', id, `the aggregation '${aggregator}' is unknown. Use SUM, MIN, MAX or COUNT.`);
  if (aggregation && policy !== 'COLLECT')
    refuse('hit-policy', id, `only COLLECT has an aggregation. Remove it, or use COLLECT.`);
  if (aggregation && outputs.length > 1)
    refuse('hit-policy', id, `${aggregation} needs a single output. Remove the others, or the aggregation.`);
  if (outputs.length === 0) refuse('decision-table', id, 'its table has no output. Add an output column.');
  const names = outputs.map(({ name }) => name);
  if (names.length > 1 && names.includes(''))
    refuse('decision-table', id, 'one of its outputs has no name. Name each of them.');
  const twin = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twin !== undefined)
    refuse('decision-table', id, `two of its outputs are named '${twin}'. Rename one of them.`);
  return { element, policy: policy ?? 'UNIQUE', aggregation, outputs };
}

function compileInput({ expression, test, types, refuse }: Compilation, element: string, tree: Tree): Input {
  const { id = element, label } = tree.attributes;
  const written = childOf(tree, 'inputExpression');
  const text = textIn(written);
  if (text === '') refuse('decision-table', id, 'the input has no expression. Write what the rules look at.');
  const literal = text === '' ? nothing : expression(written, id, text);
  const type = written?.attributes.typeRef;
  const values = childOf(tree, 'inputValues');
  const allowed = textIn(values) === '' ? undefined : test(values, id, textIn(values));
  const name = label ?? text;
  return {
    id,
    label: name,
    value: (scope, evaluation) => {
      const value = literal(scope, evaluation) ?? null;
      const fitted = types.fit(value, type);
      // Camunda 8 takes types and allowed values of a column for documentation.
      if (evaluation.mode === 'camunda') return fitted ?? value;
      if (fitted === undefined || fitted === null) return null;
      if (!allowed || allowed.matches(fitted, scope, evaluation.at)) return fitted;
      throw new DecisionError(
        id,
        `the input ${name} is none of the allowed values ${allowed.source}`,
        'Correct the value, or the allowed values.',
      );
    },
  };
}

/** The list of an output's values matters only to the policies that order by it. */
function compileOutput({ expression }: Compilation, element: string, tree: Tree, isOrdered: boolean): Output {
  const { id = element, name = '' } = tree.attributes;
  const values = childOf(tree, 'outputValues');
  const fallback = childOf(tree, 'defaultOutputEntry');
  return {
    id,
    name: name.trim(),
    order: !isOrdered || textIn(values) === '' ? undefined : expression(values, id, `[${textIn(values)}]`),
    fallback: textIn(fallback) === '' ? undefined : expression(fallback, id, textIn(fallback)),
  };
}

function compileRule(
  { expression, test, refuse }: Compilation,
  place: string,
  tree: Tree,
  inputs: number,
  outputs: number,
): Rule {
  const id = tree.attributes.id ?? place;
  const tests = childrenOf(tree, 'inputEntry').map((entry) => test(entry, id, textIn(entry)));
  const results = childrenOf(tree, 'outputEntry').map((entry) => expression(entry, id, textIn(entry)));
  if (tests.length !== inputs || results.length !== outputs)
    refuse(
      'decision-table',
      id,
      `the rule has ${tests.length} conditions for ${inputs} inputs and ${results.length} results for ${outputs} outputs. Complete it.`,
    );
  return { id, tests, outputs: results };
}

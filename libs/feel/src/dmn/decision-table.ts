import { compileFeelTest, type FeelTest } from '../feel-values';
import type { Context } from './compile-decisions';
import { DecisionError } from './decision-error';
import { applyHitPolicy, isHitPolicy, type Match, type Output } from './hit-policy';
import { compileLiteral, type Logic } from './logic';
import { childOf, childrenOf, textIn, type Tree } from './xml-tree';

interface Input {
  readonly label: string;
  readonly value: Logic;
  readonly allowed?: FeelTest;
}

interface Rule {
  readonly tests: readonly FeelTest[];
  readonly outputs: readonly Logic[];
}

/** Compiles a decision table (DMN 1.5, chapter 8). */
export function compileTable(context: Context, element: string, name: string, tree: Tree): Logic {
  const policy = (tree.attributes.hitPolicy ?? 'UNIQUE').replaceAll(' ', '_').toUpperCase();
  const aggregation = tree.attributes.aggregation?.toUpperCase();
  if (!isHitPolicy(policy, aggregation)) {
    context.refuse(
      'hit-policy',
      element,
      `the hit policy '${tree.attributes.hitPolicy ?? ''} ${aggregation ?? ''}' is unknown. Use UNIQUE, ANY, FIRST, PRIORITY, RULE ORDER, OUTPUT ORDER, or COLLECT with SUM, MIN, MAX, COUNT or nothing.`,
    );
    return () => null;
  }
  const inputs = childrenOf(tree, 'input').map((input) => compileInput(context, element, input));
  const outputs = childrenOf(tree, 'output').map((output) => compileOutput(context, element, output));
  if (outputs.length === 0)
    context.refuse('decision-table', element, 'its table has no output. Add an output column.');
  const rules = childrenOf(tree, 'rule').map((rule) =>
    compileRule(context, element, rule, inputs.length, outputs.length),
  );
  return (scope, at) => {
    const values = inputs.map((input) => inputValue(element, input, scope, at));
    const matches: Match[] = [];
    for (const [index, rule] of rules.entries()) {
      if (!rule.tests.every((test, i) => test.matches(values[i] ?? null, scope, at))) continue;
      matches.push({ rule: index + 1, outputs: rule.outputs.map((output) => output(scope, at) ?? null) });
    }
    return applyHitPolicy({ element, name, policy, aggregation }, outputs, matches, scope, at);
  };
}

function compileInput(context: Context, element: string, tree: Tree): Input {
  const expression = childOf(tree, 'inputExpression');
  const text = textIn(expression);
  const allowedText = textIn(childOf(tree, 'inputValues'));
  const literal = compileLiteral(context, element, text);
  const type = expression?.attributes.typeRef;
  const allowed =
    allowedText === ''
      ? undefined
      : context.attempt(element, () => compileFeelTest(allowedText, context.names));
  return {
    label: tree.attributes.label ?? text,
    value: (scope, at) => context.types.coerce(literal(scope, at), type),
    ...(allowed ? { allowed } : {}),
  };
}

/** A value outside of the allowed ones fits no rule (DMN 1.5, 8.3.2). */
function inputValue(
  element: string,
  { label, value, allowed }: Input,
  scope: Readonly<Record<string, unknown>>,
  at: number | undefined,
): unknown {
  const input = value(scope, at);
  if (!allowed || input === null || input === undefined || allowed.matches(input, scope, at)) return input;
  throw new DecisionError(
    element,
    `${element}: the input ${label} is ${JSON.stringify(input)}, but only ${allowed.source} is allowed. Correct the value, or the allowed values.`,
  );
}

function compileOutput(context: Context, element: string, tree: Tree): Output {
  const values = textIn(childOf(tree, 'outputValues'));
  const fallback = textIn(childOf(tree, 'defaultOutputEntry'));
  return {
    name: tree.attributes.name,
    ...(values === '' ? {} : { order: compileLiteral(context, element, `[${values}]`) }),
    ...(fallback === '' ? {} : { fallback: compileLiteral(context, element, fallback) }),
  };
}

function compileRule(context: Context, element: string, tree: Tree, inputs: number, outputs: number): Rule {
  const id = tree.attributes.id ?? element;
  const tests = childrenOf(tree, 'inputEntry').map(
    (entry) =>
      context.attempt(id, () => compileFeelTest(textIn(entry), context.names)) ?? compileFeelTest('-'),
  );
  const results = childrenOf(tree, 'outputEntry').map((entry) => compileLiteral(context, id, textIn(entry)));
  if (tests.length !== inputs || results.length !== outputs)
    context.refuse(
      'decision-table',
      id,
      `the rule has ${tests.length} conditions for ${inputs} inputs and ${results.length} results for ${outputs} outputs. Complete it.`,
    );
  return { tests, outputs: results };
}

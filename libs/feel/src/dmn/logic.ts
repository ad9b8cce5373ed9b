import { compileFeel } from '../feel-values';
import { asFeelFunction, type Context, EXPRESSIONS } from './compile-decisions';
import { compileTable } from './decision-table';
import { childOf, childrenOf, textIn, type Tree } from './xml-tree';

/** Computes a boxed expression from the values that can be seen. `at` is epoch ms. */
export type Logic = (scope: Readonly<Record<string, unknown>>, at: number | undefined) => unknown;

const nothing: Logic = () => null;

/** Compiles a boxed expression of DMN (1.5, 10.2); `element` names it in errors. */
export function compileLogic(
  context: Context,
  element: string,
  name: string,
  tree: Tree,
  typeRef: string | undefined,
): Logic {
  const logic = compileBoxed(context, element, name, tree);
  const type = tree.attributes.typeRef ?? typeRef;
  return type === undefined ? logic : (scope, at) => context.types.coerce(logic(scope, at), type);
}

function compileBoxed(context: Context, element: string, name: string, tree: Tree): Logic {
  const inner = (child: Tree | undefined): Logic => {
    const expression = child?.children.find((one) => EXPRESSIONS.has(one.name));
    return expression ? compileLogic(context, element, name, expression, undefined) : nothing;
  };
  switch (tree.name) {
    case 'literalExpression':
      return compileLiteral(context, element, textIn(tree));
    case 'decisionTable':
      return compileTable(context, element, name, tree);
    case 'context':
      return compileContext(context, element, name, tree);
    case 'functionDefinition':
      return compileFunction(context, element, name, tree);
    case 'invocation':
      return compileInvocation(context, element, name, tree);
    case 'list': {
      const items = tree.children
        .filter((child) => EXPRESSIONS.has(child.name))
        .map((child) => compileLogic(context, element, name, child, undefined));
      return (scope, at) => items.map((item) => item(scope, at));
    }
    case 'relation': {
      const columns = childrenOf(tree, 'column').map(({ attributes }) => attributes.name ?? '');
      const rows = childrenOf(tree, 'row').map(({ children }) =>
        children
          .filter((child) => EXPRESSIONS.has(child.name))
          .map((child) => compileLogic(context, element, name, child, undefined)),
      );
      return (scope, at) =>
        rows.map((cells) =>
          Object.fromEntries(columns.map((column, i) => [column, cells[i]?.(scope, at) ?? null])),
        );
    }
    case 'conditional': {
      const [condition, yes, no] = [childOf(tree, 'if'), childOf(tree, 'then'), childOf(tree, 'else')].map(
        inner,
      );
      return (scope, at) => (condition?.(scope, at) === true ? yes?.(scope, at) : no?.(scope, at)) ?? null;
    }
    case 'filter': {
      const [list, match] = [inner(childOf(tree, 'in')), inner(childOf(tree, 'match'))];
      return (scope, at) =>
        asList(list(scope, at)).filter((item) => match({ ...scope, ...fieldsOf(item), item }, at) === true);
    }
    case 'for':
    case 'some':
    case 'every':
      return compileIterator(tree, inner);
    default:
      context.refuse(
        'expression',
        element,
        `a ${tree.name} is no expression of DMN. Use a literal expression.`,
      );
      return nothing;
  }
}

export function compileLiteral(context: Context, element: string, text: string): Logic {
  if (text === '') return nothing;
  const expression = context.attempt(element, () => compileFeel(text, context.names));
  return expression ? (scope, at) => expression.evaluate(scope, at) : nothing;
}

/** Later entries see earlier ones; an entry without a name is the result of all. */
function compileContext(context: Context, element: string, name: string, tree: Tree): Logic {
  const entries = childrenOf(tree, 'contextEntry').map((entry) => {
    const variable = childOf(entry, 'variable');
    const expression = entry.children.find((child) => EXPRESSIONS.has(child.name));
    return {
      key: variable?.attributes.name,
      value: expression
        ? compileLogic(context, element, name, expression, variable?.attributes.typeRef)
        : nothing,
    };
  });
  return (scope, at) => {
    const result: Record<string, unknown> = {};
    for (const { key, value } of entries) {
      const computed = value({ ...scope, ...result }, at);
      if (key === undefined) return computed;
      result[key] = computed;
    }
    return result;
  };
}

function compileFunction(context: Context, element: string, name: string, tree: Tree): Logic {
  const parameters = childrenOf(tree, 'formalParameter').map(({ attributes }) => ({
    name: attributes.name ?? '',
    type: attributes.typeRef,
  }));
  const expression = tree.children.find((child) => EXPRESSIONS.has(child.name));
  const kind = tree.attributes.kind ?? 'FEEL';
  if (kind !== 'FEEL') return nothing;
  const body = expression ? compileLogic(context, element, name, expression, undefined) : nothing;
  return (scope, at) =>
    asFeelFunction(
      parameters.map((parameter) => parameter.name),
      (args) => {
        const given = parameters.map(
          (parameter) =>
            [parameter.name, context.types.coerce(args[parameter.name] ?? null, parameter.type)] as const,
        );
        return body({ ...scope, ...Object.fromEntries(given) }, at);
      },
    );
}

function compileInvocation(context: Context, element: string, name: string, tree: Tree): Logic {
  const callee = tree.children.find((child) => EXPRESSIONS.has(child.name));
  const called = callee ? compileLogic(context, element, name, callee, undefined) : nothing;
  const bindings = childrenOf(tree, 'binding').map((binding) => {
    const expression = binding.children.find((child) => EXPRESSIONS.has(child.name));
    return {
      parameter: childOf(binding, 'parameter')?.attributes.name ?? '',
      value: expression ? compileLogic(context, element, name, expression, undefined) : nothing,
    };
  });
  return (scope, at) => {
    const callable = called(scope, at);
    if (typeof callable !== 'function') return null;
    const args = Object.fromEntries(bindings.map(({ parameter, value }) => [parameter, value(scope, at)]));
    return (callable as (args: unknown) => unknown)(args);
  };
}

function compileIterator(tree: Tree, inner: (child: Tree | undefined) => Logic): Logic {
  const variable = tree.attributes.iteratorVariable ?? 'item';
  const list = inner(childOf(tree, 'in'));
  const body = inner(childOf(tree, tree.name === 'for' ? 'return' : 'satisfies'));
  return (scope, at) => {
    const items = asList(list(scope, at));
    const results: unknown[] = [];
    for (const item of items) results.push(body({ ...scope, [variable]: item, partial: results }, at));
    if (tree.name === 'for') return results;
    return tree.name === 'some' ? results.includes(true) : results.every((result) => result === true);
  };
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === null ? [] : [value]);

const fieldsOf = (item: unknown): Record<string, unknown> =>
  typeof item === 'object' && item !== null && Object.getPrototypeOf(item) === Object.prototype
    ? (item as Record<string, unknown>)
    : {};

import { FeelError } from '../feel-error';
import { accepts, type Arguments, type LibraryFunction, positionsOf } from '../functions/library-function';
import { findFunction } from '../functions/library';
import { nameOf } from '../parse/names';
import { stringValue } from '../parse/string-literal';
import type { SyntaxNode } from '../parse/syntax';
import { FeelFunction } from '../values/feel-function';
import type { FeelValue } from '../values/feel-object';
import { parseAtLiteral } from '../values/parse-temporal';
import type { Compilation, NodeCompiler } from './compilation';
import { type Compiled, countStep, enter, type Environment, lookUp, within } from './environment';
import { compileType } from './types';

/** The arguments of a call: in order, or by name. */
interface CompiledArguments {
  readonly names: readonly string[] | undefined;
  readonly values: readonly Compiled[];
}

function compileArguments(node: SyntaxNode | undefined, { compile }: Compilation): CompiledArguments {
  if (node?.type !== 'NamedParameters')
    return { names: undefined, values: node?.children.map(compile) ?? [] };
  return {
    names: node.children.map(({ children: [name] }) => (name ? nameOf(name) : '')),
    values: node.children.map(({ children }) => compile(children[1])),
  };
}

const parametersOf = (node: SyntaxNode): SyntaxNode | undefined =>
  node.children.find(({ type }) => type === 'PositionalParameters' || type === 'NamedParameters');

/** `@"2026-01-01"`, and calls of `date`, `time`, `date and time` and `duration`, which the grammar keeps apart. */
export const compileDateTimeLiteral: NodeCompiler = (node, compilation) => {
  const [first] = node.children;
  if (first?.type === 'AtLiteral') {
    const value = parseAtLiteral(stringValue(first.children[0]?.text ?? '""'));
    return () => value;
  }
  const name = first?.text.trim().replace(/\s+/g, ' ') ?? '';
  return compileNamed(name, compileArguments(parametersOf(node), compilation), compilation);
};

export const compileInvocation: NodeCompiler = (node, compilation) => {
  const [callee] = node.children;
  const given = compileArguments(parametersOf(node), compilation);
  if (callee?.type === 'VariableName' || callee?.type === 'SpecialFunctionName') {
    return compileNamed(nameOf(callee), given, compilation);
  }
  const called = compilation.compile(callee);
  return (environment) => callValue(called(environment), given, environment);
};

/** A function that the expression or its surroundings declare hides the library's. */
function compileNamed(name: string, given: CompiledArguments, { names, declared }: Compilation): Compiled {
  const actual = names.get(name) ?? name;
  const found = findFunction(name);
  const library = found && compileLibraryCall(found, given);
  if (library && !declared.has(name)) return library;
  return (environment) => {
    const value = lookUp(environment, actual);
    if (library && !(value instanceof FeelFunction)) return library(environment);
    return callValue(value ?? null, given, environment);
  };
}

/** A call whose arguments fit none of the forms is null. */
function compileLibraryCall(called: LibraryFunction, { names, values }: CompiledArguments): Compiled {
  const call = (args: Arguments, environment: Environment): FeelValue => {
    const result = called.call(args, environment.run);
    if (Array.isArray(result)) countStep(environment, result.length);
    return result;
  };
  if (!names) {
    if (!accepts(called, values.length)) return () => null;
    const [first, second] = values;
    if (first && values.length === 1) return (environment) => call([first(environment)], environment);
    if (first && second && values.length === 2) {
      return (environment) => call([first(environment), second(environment)], environment);
    }
    return (environment) =>
      call(
        values.map((value) => value(environment)),
        environment,
      );
  }
  const positions = positionsOf(called, names);
  if (!positions) return () => null;
  return (environment) =>
    call(
      positions.map((position) => values[position]?.(environment)),
      environment,
    );
}

function callValue(
  called: FeelValue,
  { names, values }: CompiledArguments,
  environment: Environment,
): FeelValue {
  if (!(called instanceof FeelFunction)) return null;
  const { parameters } = called;
  if (!names) {
    return values.length === parameters.length
      ? called.call(values.map((value) => value(environment)))
      : null;
  }
  if (!names.every((name) => parameters.includes(name))) return null;
  return called.call(parameters.map((parameter) => values[names.indexOf(parameter)]?.(environment) ?? null));
}

/** A function literal; it sees the names around it, and gives null for arguments that are not of its types. */
export const compileDefinition: NodeCompiler = (node, compilation) => {
  const formal = node.children.find(({ type }) => type === 'FormalParameters')?.children ?? [];
  const parameters = formal.map(({ children: [name] }) => (name ? nameOf(name) : ''));
  const types = formal.map(({ children }) => children[1] && compileType(children[1]));
  const bodyNode = node.children.find(({ type }) => type === 'FunctionBody');
  if (node.children.some(({ type }) => type === 'external')) {
    return ({ run }) =>
      new FeelFunction(parameters, () => {
        throw new FeelError(
          run.source,
          'it calls an external function. Let a worker do that, or write it in FEEL.',
        );
      });
  }
  const body = compilation.compile(bodyNode);
  return (environment) =>
    new FeelFunction(parameters, (args) => {
      countStep(environment);
      const names: Record<string, FeelValue> = {};
      for (const [index, parameter] of parameters.entries()) {
        const [value, type] = [args[index] ?? null, types[index]];
        const converted = type ? type.convert(value) : value;
        if (converted === undefined) return null;
        names[parameter] = converted;
      }
      return enter(environment.run, () => body(within(environment, names)));
    });
};

import { FeelSyntaxError } from '../feel-error';
import type { Json } from '../json';
import { toJson } from '../to-json';
import { type DecisionProblem, DecisionError, DecisionsRefusedError } from './decision-error';
import type { Decision, DecisionModel, Invocable } from './decision-model';
import { compileLogic, type Logic } from './logic';
import { readTypes, type Types } from './types';
import { childOf, childrenOf, readDefinitions, type Tree } from './xml-tree';

/** What the compilation of one file shares. */
export interface Context {
  /** Every name that an expression of the file may use. */
  readonly names: readonly string[];
  readonly types: Types;
  refuse(rule: string, element: string, message: string): void;
  /** Compiles what may not parse; undefined when it was refused. */
  attempt<T>(element: string, compile: () => T): T | undefined;
}

/** An input, decision, knowledge model or service of the requirement graph. */
interface DrgElement {
  readonly id: string;
  readonly name: string;
  readonly tree: Tree;
  readonly requires: readonly string[];
}

/**
 * Compiles DMN XML (1.1 to 1.5): expressions are parsed, the requirement graph is linked. Throws a `DecisionsRefusedError`
 * with every problem that was found.
 */
export function compileDecisions(xml: string): Promise<DecisionModel> {
  return Promise.resolve().then(() => compile(readDefinitions(xml)));
}

function compile(definitions: Tree): DecisionModel {
  const problems: DecisionProblem[] = [];
  const refuse = (rule: string, element: string, message: string): void =>
    void problems.push({ rule, element, message: `${element}: ${message}` });
  const elements = readElements(definitions, refuse);
  const context: Context = {
    names: namesOf(definitions, elements),
    types: readTypes(definitions),
    refuse,
    attempt: (element, build) => {
      try {
        return build();
      } catch (error) {
        if (!(error instanceof FeelSyntaxError)) throw error;
        refuse('expression', element, error.message);
        return undefined;
      }
    },
  };
  const graph = new Graph(elements, context);
  if (problems.length > 0) throw new DecisionsRefusedError(problems);
  return {
    id: definitions.attributes.id ?? definitions.attributes.name ?? 'definitions',
    ...(definitions.attributes.name === undefined ? {} : { name: definitions.attributes.name }),
    ...(definitions.attributes.namespace === undefined
      ? {}
      : { namespace: definitions.attributes.namespace }),
    decisions: graph.decisions,
    invocables: graph.invocables,
  };
}

const KINDS = new Set(['inputData', 'decision', 'businessKnowledgeModel', 'decisionService']);

function readElements(definitions: Tree, refuse: Context['refuse']): DrgElement[] {
  const elements = definitions.children
    .filter(({ name }) => KINDS.has(name))
    .map((tree) => ({
      id: tree.attributes.id ?? tree.attributes.name ?? '',
      name: nameOf(tree),
      tree,
      requires: requirementsOf(tree),
    }));
  const ids = new Set<string>();
  for (const { id, tree } of elements) {
    if (id === '') refuse('missing-id', tree.name, 'it has no id. Give it one.');
    if (ids.has(id)) refuse('duplicate-id', id, 'two elements have this id. Give each an id of its own.');
    ids.add(id);
  }
  for (const { id, requires } of elements)
    for (const other of requires)
      if (!ids.has(other) && !other.includes(':'))
        refuse(
          'dangling-reference',
          id,
          `it requires ${other}, which does not exist in this file. Draw it, or remove the requirement.`,
        );
  refuseCycles(elements, refuse);
  return elements;
}

const nameOf = (tree: Tree): string =>
  (childOf(tree, 'variable')?.attributes.name ?? tree.attributes.name ?? tree.attributes.id ?? '').trim();

function requirementsOf(tree: Tree): string[] {
  return ['informationRequirement', 'knowledgeRequirement'].flatMap((kind) =>
    childrenOf(tree, kind).flatMap(({ children }) =>
      children
        .filter(({ name }) => name.startsWith('required'))
        .map(({ attributes }) => idIn(attributes.href)),
    ),
  );
}

/** `#id` for an element of this file; of another file with its namespace before the `#`. */
const idIn = (href = ''): string => href.slice(href.lastIndexOf('#') + 1);

function refuseCycles(elements: readonly DrgElement[], refuse: Context['refuse']): void {
  const byId = new Map(elements.map((element) => [element.id, element]));
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) {
      refuse(
        'cyclic-requirement',
        id,
        `it requires itself: ${[...path.slice(path.indexOf(id)), id].join(' → ')}. Remove one of the requirements.`,
      );
      return;
    }
    if (done.has(id)) return;
    done.add(id);
    for (const other of byId.get(id)?.requires ?? []) visit(other, [...path, id]);
  };
  for (const { id } of elements) visit(id, []);
}

/** Names of the graph's elements, of parts of types, parameters and entries: whatever an expression may mention. */
function namesOf(definitions: Tree, elements: readonly DrgElement[]): string[] {
  const names = new Set(elements.map(({ name }) => name));
  const visit = (tree: Tree): void => {
    const { name } = tree.attributes;
    const declares = [
      'variable',
      'formalParameter',
      'itemComponent',
      'column',
      'parameter',
      'informationItem',
    ];
    if (name !== undefined && declares.includes(tree.name)) names.add(name.trim());
    tree.children.forEach(visit);
  };
  visit(definitions);
  return [...names].filter((name) => name !== '').sort((one, other) => other.length - one.length);
}

type Values = Readonly<Record<string, unknown>>;

/** The linked requirement graph: each element computes its value from what it requires. */
class Graph {
  readonly decisions: Decision[] = [];
  readonly invocables: Invocable[] = [];
  private readonly byId: ReadonlyMap<string, DrgElement>;
  private readonly logic = new Map<string, Logic>();

  constructor(
    elements: readonly DrgElement[],
    private readonly context: Context,
  ) {
    this.byId = new Map(elements.map((element) => [element.id, element]));
    for (const element of elements) {
      const logic = this.compile(element);
      if (logic) this.logic.set(element.id, logic);
      if (element.tree.name === 'decision') this.decisions.push(this.decision(element));
      if (element.tree.name === 'businessKnowledgeModel' || element.tree.name === 'decisionService')
        this.invocables.push(this.invocable(element));
    }
  }

  private compile({ id, name, tree }: DrgElement): Logic | undefined {
    if (tree.name === 'decision') {
      const expression = tree.children.find((child) => EXPRESSIONS.has(child.name));
      return expression && compileLogic(this.context, id, name, expression, typeOf(tree));
    }
    if (tree.name !== 'businessKnowledgeModel') return undefined;
    const definition = childOf(tree, 'encapsulatedLogic');
    return (
      definition &&
      compileLogic(this.context, id, name, { ...definition, name: 'functionDefinition' }, undefined)
    );
  }

  private decision(element: DrgElement): Decision {
    const { id, name, tree } = element;
    const evaluateFeel = (variables: Values, at?: number): unknown =>
      this.valueOf(element, variables, at, new Map());
    const versionTag = childOf(childOf(tree, 'extensionElements'), 'versionTag')?.attributes.value;
    return {
      id,
      name,
      ...(versionTag === undefined ? {} : { versionTag }),
      evaluateFeel,
      evaluate: (variables, at): Json => {
        try {
          return toJson(evaluateFeel(variables, at));
        } catch (cause) {
          if (cause instanceof DecisionError) throw cause;
          throw new DecisionError(id, `${id}: ${(cause as Error).message}`, { cause });
        }
      },
    };
  }

  private invocable(element: DrgElement): Invocable {
    return {
      name: element.name,
      invoke: (args, at) => {
        const callable = this.valueOf(element, args, at, new Map());
        return typeof callable === 'function' ? (callable as (args: Values) => unknown)(args) : callable;
      },
    };
  }

  /** The value of an element; `known` holds what this evaluation has computed. */
  private valueOf(
    element: DrgElement,
    variables: Values,
    at: number | undefined,
    known: Map<string, unknown>,
  ): unknown {
    if (known.has(element.id)) return known.get(element.id);
    const value = this.compute(element, variables, at, known);
    known.set(element.id, value);
    return value;
  }

  private compute(
    element: DrgElement,
    variables: Values,
    at: number | undefined,
    known: Map<string, unknown>,
  ): unknown {
    const { tree, name, id } = element;
    if (tree.name === 'inputData')
      return this.context.types.coerce(
        variables[name] ?? variables[tree.attributes.name ?? ''] ?? null,
        typeOf(tree),
      );
    if (tree.name === 'decisionService') return this.service(element, variables, at);
    const logic = this.logic.get(id);
    if (!logic) return null;
    return logic({ ...variables, ...this.required(element, variables, at, known) }, at);
  }

  private required(
    { requires }: DrgElement,
    variables: Values,
    at: number | undefined,
    known: Map<string, unknown>,
  ): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const id of requires) {
      const other = this.byId.get(id);
      if (other) values[other.name] = this.valueOf(other, variables, at, known);
    }
    return values;
  }

  /** A service is a function: its input decisions and data are the parameters, its output decisions the result. */
  private service({ tree }: DrgElement, variables: Values, at: number | undefined): unknown {
    const refs = (kind: string): DrgElement[] =>
      childrenOf(tree, kind).flatMap(({ attributes }) => this.byId.get(idIn(attributes.href)) ?? []);
    const parameters = [...refs('inputDecision'), ...refs('inputData')];
    const outputs = refs('outputDecision');
    const call = (args: Values): unknown => {
      const known = new Map<string, unknown>();
      for (const parameter of parameters)
        if (parameter.tree.name === 'decision') known.set(parameter.id, args[parameter.name] ?? null);
      const given = Object.fromEntries(parameters.map(({ name }) => [name, args[name] ?? null]));
      const results = outputs.map(
        (output) => [output.name, this.valueOf(output, { ...variables, ...given }, at, known)] as const,
      );
      return results.length === 1 ? results[0]?.[1] : Object.fromEntries(results);
    };
    return asFeelFunction(
      parameters.map(({ name }) => name),
      call,
    );
  }
}

/** A function that FEEL calls with arguments in order, and this library with arguments by name. */
export function asFeelFunction(
  parameters: readonly string[],
  call: (args: Values) => unknown,
): (...args: unknown[]) => unknown {
  return (...args) => {
    const [first] = args;
    const named =
      args.length === 1 &&
      typeof first === 'object' &&
      first !== null &&
      parameters.length > 0 &&
      parameters.every((name) => Object.hasOwn(first, name));
    return call(
      named
        ? (first as Values)
        : Object.fromEntries(parameters.map((name, index) => [name, args[index] ?? null])),
    );
  };
}

const typeOf = (tree: Tree): string | undefined => childOf(tree, 'variable')?.attributes.typeRef;

export const EXPRESSIONS: ReadonlySet<string> = new Set([
  'literalExpression',
  'decisionTable',
  'context',
  'invocation',
  'relation',
  'list',
  'functionDefinition',
  'conditional',
  'filter',
  'for',
  'some',
  'every',
]);

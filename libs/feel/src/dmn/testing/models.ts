import { compileDecisions, type Decision, DecisionsRefusedError, type Json } from '../../index';

/** Pieces of DMN XML for specs. */

export const definitions = (content: string): string =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="https://example.org">${content}</definitions>`;

export interface DecisionSketch {
  readonly requires?: readonly string[];
  readonly knows?: readonly string[];
  /** Attributes of its variable; without any it has no variable. */
  readonly variable?: string;
  readonly name?: string;
}

export function decision(
  id: string,
  logic: string,
  { requires = [], knows = [], variable = '', name = id }: DecisionSketch = {},
): string {
  const needs = [
    ...requires.map((other) => required('information', 'Decision', other)),
    ...knows.map((other) => required('knowledge', 'Knowledge', other)),
  ];
  const declared = variable === '' ? '' : `<variable ${variable} />`;
  return `<decision id="${id}" name="${name}">${declared}${needs.join('')}${logic}</decision>`;
}

const required = (kind: string, what: string, id: string): string =>
  `<${kind}Requirement><required${what} href="${id.includes('#') ? id : `#${id}`}" /></${kind}Requirement>`;

export const literal = (text: string, attributes = ''): string =>
  `<literalExpression ${attributes}><text>${escape(text)}</text></literalExpression>`;

/** A knowledge model with parameters `name` or `name: type`. */
export const knowledge = (id: string, parameters: readonly string[], logic: string): string =>
  `<businessKnowledgeModel id="${id}" name="${id}"><encapsulatedLogic>${parameters
    .map((parameter) => {
      const [name = '', type] = parameter.split(': ');
      return `<formalParameter name="${name}"${type === undefined ? '' : ` typeRef="${type}"`} />`;
    })
    .join('')}${logic}</encapsulatedLogic></businessKnowledgeModel>`;

export const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export interface TableSketch {
  /** `COLLECT + SUM` for an aggregation. */
  readonly policy?: string;
  readonly inputs: readonly string[];
  readonly outputs?: readonly string[];
  /** Values of each output in the order of their priority. */
  readonly orders?: readonly string[];
  readonly defaults?: readonly string[];
  /** Types of the inputs. */
  readonly types?: readonly string[];
  readonly rules: readonly (readonly string[])[];
}

const cell = (tag: string, text: string, attributes = ''): string =>
  `<${tag}${attributes}><text>${escape(text)}</text></${tag}>`;

const optional = (tag: string, text: string | undefined): string =>
  text === undefined || text === '' ? '' : cell(tag, text);

export function table(sketch: TableSketch): string {
  const { policy = 'UNIQUE', inputs, outputs = ['result'], orders, defaults, types, rules } = sketch;
  const [name = '', aggregation] = policy.split(' + ');
  const columns = inputs.map(
    (input, i) =>
      `<input>${cell('inputExpression', input, types?.[i] === undefined ? '' : ` typeRef="${types[i]}"`)}</input>`,
  );
  const results = outputs.map(
    (output, i) =>
      `<output name="${output}">${optional('outputValues', orders?.[i])}${optional('defaultOutputEntry', defaults?.[i])}</output>`,
  );
  const rows = rules.map((rule, index) => {
    const cells = rule.map((text, i) => cell(i < inputs.length ? 'inputEntry' : 'outputEntry', text));
    return `<rule id="rule${index + 1}">${cells.join('')}</rule>`;
  });
  const aggregated = aggregation === undefined ? '' : ` aggregation="${aggregation}"`;
  return `<decisionTable hitPolicy="${name}"${aggregated}>${[...columns, ...results, ...rows].join('')}</decisionTable>`;
}

/** A decision of the content, which need not be the only one. */
export async function compiled(
  content: string,
  id = 'x',
  imported: readonly string[] = [],
): Promise<Decision> {
  const model = await compileDecisions(definitions(content), imported);
  const found = model.decisions.find((one) => one.id === id);
  if (!found) throw new Error(`There is no decision ${id}.`);
  return found;
}

/** What the decision `x` gives for variables. */
export async function decide(content: string, variables: Record<string, Json> = {}): Promise<Json> {
  return (await compiled(content)).evaluate(variables, 0);
}

/** `rule element` of each problem; empty when the file is fine. */
export async function problemsOf(xml: string): Promise<string[]> {
  try {
    await compileDecisions(xml);
    return [];
  } catch (error) {
    if (error instanceof DecisionsRefusedError)
      return error.problems.map(({ rule, element }) => `${rule} ${element}`);
    throw error;
  }
}

import { compileScore } from '../compile-score';
import type { FlowNode, Score } from '../model';
import { type Problem, ScoreRefusedError } from '../problem';

const NAMESPACES = [
  'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
  'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
].join(' ');

/** A document around root elements. In the content, elements are written without the prefix `bpmn:`. */
export function definitions(content: string, attributes = ''): string {
  const prefixed = content.replace(/<(\/?)(?![\w]+:|[!?])(\w)/g, '<$1bpmn:$2');
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions ${NAMESPACES} id="Definitions" targetNamespace="https://example.org" ${attributes}>${prefixed}</bpmn:definitions>`;
}

/** An executable process without a pool, and root elements beside it. */
export function processOf(content: string, roots = ''): string {
  return definitions(`<process id="process" isExecutable="true">${content}</process>${roots}`);
}

/** A chain of elements with their sequence flows, named `from_to`. */
export function flows(...chains: string[]): string {
  return chains
    .flatMap((chain) => {
      const ids = chain.split(' ');
      return ids.slice(1).map((to, index) => {
        const from = ids[index] ?? '';
        return `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}" />`;
      });
    })
    .join('');
}

/** An element between a start and an end event. */
export function around(element: string, id: string, rest = ''): string {
  return `<startEvent id="start" />${element}<endEvent id="end" />${flows(`start ${id} end`)}${rest}`;
}

export interface PoolXml {
  readonly name?: string;
  /** Content of its process; none: a pool without one. */
  readonly process?: string;
  readonly executable?: boolean;
}

/** A collaboration; pool ids are `pool-<key>`, process ids `<key>`, message flows
 * `[source, target]` have the id `source-target`. */
export function collaboration(
  pools: Readonly<Record<string, PoolXml>>,
  messageFlows: readonly (readonly [string, string])[] = [],
  roots = '',
): string {
  const entries = Object.entries(pools);
  const participants = entries.map(([key, pool]) => {
    const name = pool.name === undefined ? ` name="${key}"` : pool.name === '' ? '' : ` name="${pool.name}"`;
    const process = pool.process === undefined ? '' : ` processRef="${key}"`;
    return `<participant id="pool-${key}"${name}${process} />`;
  });
  const processes = entries.flatMap(([key, { process, executable = true }]) =>
    process === undefined ? [] : [`<process id="${key}" isExecutable="${executable}">${process}</process>`],
  );
  const lines = messageFlows.map(
    ([source, target]) =>
      `<messageFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}" />`,
  );
  return definitions(
    `<collaboration id="collaboration">${participants.join('')}${lines.join('')}</collaboration>${processes.join('')}${roots}`,
  );
}

/** A message event: its tag and id, and the message it is about (`message-<name>`), unless it has none. */
export function messageEvent(
  tag: string,
  id: string,
  message?: string,
  inside = '',
  attributes = '',
): string {
  const reference = message === undefined ? '' : ` messageRef="message-${message}"`;
  return `<${tag} id="${id}" ${attributes}>${inside}<messageEventDefinition${reference} /></${tag}>`;
}

/** A message, with a subscription when a correlation key is given. */
export function message(name: string, correlationKey?: string): string {
  const subscription =
    correlationKey === undefined
      ? ''
      : `<extensionElements><zeebe:subscription correlationKey="${correlationKey}" /></extensionElements>`;
  return `<message id="message-${name}" name="${name}">${subscription}</message>`;
}

export function extensions(content: string): string {
  return `<extensionElements>${content}</extensionElements>`;
}

export function property(name: string, value: string): string {
  return `<zeebe:properties><zeebe:property name="${name}" value="${value}" /></zeebe:properties>`;
}

/** Every reason why a model is refused; none when it is not. */
export async function problemsOf(xml: string): Promise<readonly Problem[]> {
  try {
    await compileScore(xml);
    return [];
  } catch (error) {
    if (error instanceof ScoreRefusedError) return error.problems;
    throw error;
  }
}

/** The reasons in short: `rule element`. */
export async function refusalsOf(xml: string): Promise<readonly string[]> {
  return (await problemsOf(xml)).map(({ rule, element }) => `${rule} ${element}`);
}

/** A node of any process of the score. */
export function nodeOf(score: Score, id: string): FlowNode {
  for (const { elements } of score.processes) {
    const node = elements.get(id);
    if (node) return node;
  }
  throw new Error(`The score has no element ${id}.`);
}

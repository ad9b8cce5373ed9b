import { constant, type Expression, FeelError } from '@partitura/feel';
import type { NodeContent, NodeDraft } from '../draft';
import type { ProcessContext } from '../process-context';

/**
 * What begins a process is found by its name before there are any variables, so that a computed name is evaluated at
 * deployment, as in Camunda 8.
 */
export function settleStartNames(context: ProcessContext): void {
  for (const draft of context.process.nodes.values()) {
    if (!beginsProcess(context, draft)) continue;
    const { node } = draft;
    if (node.message?.name) node.message.name = settle(context, draft, 'message', node.message.name);
    if (node.signal) node.signal = settle(context, draft, 'signal', node.signal);
  }
}

function beginsProcess({ process }: ProcessContext, { node }: NodeDraft): boolean {
  if (node.scope !== undefined) return false;
  const instantiates = (one: NodeContent | undefined): boolean => one?.instantiate === true;
  return (
    node.kind.endsWith('StartEvent') ||
    instantiates(node) ||
    node.incoming.some(({ source }) => instantiates(process.nodes.get(source)?.node))
  );
}

function settle(
  context: ProcessContext,
  { xml }: NodeDraft,
  what: 'message' | 'signal',
  name: Expression,
): Expression {
  if (name.constant !== undefined) return name;
  const value = valueOf(name);
  if (typeof value === 'string' && value !== '') return constant(value, name.source);
  context.refuse(
    `${what}-name`,
    xml,
    `the ${what} name '${name.source}' begins a process, but gives no text without variables. Write a constant name.`,
  );
  return name;
}

function valueOf(name: Expression): unknown {
  try {
    return name.evaluate({});
  } catch (error) {
    if (error instanceof FeelError) return undefined;
    throw error;
  }
}

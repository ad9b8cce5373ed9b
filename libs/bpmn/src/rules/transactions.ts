import type { ProcessContext } from '../compile/process-context';
import { textOf } from '../xml/element';

/** What BPMN lets a transaction do when it is cancelled, in the words of its versions; here it compensates. */
const COMPENSATES: ReadonlySet<string> = new Set(['##Compensate', '##compensate', 'compensate']);

/** Cancel events belong to transactions: end events inside of them, boundary events on them. */
export function checkTransactions(context: ProcessContext): void {
  const { nodes } = context.process;
  for (const { node, xml } of nodes.values()) {
    const method = node.kind === 'transaction' ? textOf(xml, 'method') : undefined;
    if (method !== undefined && !COMPENSATES.has(method)) {
      context.refuse(
        'not-supported',
        xml,
        `a transaction of the method '${method}' is not supported; one that is cancelled is compensated. Remove the attribute.`,
      );
    }
    if (node.kind === 'cancelEndEvent' && nodes.get(node.scope ?? '')?.node.kind !== 'transaction') {
      context.refuse(
        'transaction',
        xml,
        'a cancel end event stands outside of a transaction. Move it directly into one, or use another end event.',
      );
    }
    if (
      node.kind === 'cancelBoundaryEvent' &&
      nodes.get(node.attachedTo ?? '')?.node.kind !== 'transaction'
    ) {
      context.refuse(
        'transaction',
        xml,
        'a cancel boundary event stands on no transaction. Attach it to one, or use another boundary event.',
      );
    }
    if (node.kind === 'compensationStartEvent' && isDirectlyBelowProcess(context, node.scope)) {
      context.refuse(
        'compensation',
        xml,
        'a compensation event sub-process must stand inside a sub-process, which it undoes. Move it into one.',
      );
    }
  }
}

const isDirectlyBelowProcess = ({ process }: ProcessContext, eventSubProcess: string | undefined): boolean =>
  process.nodes.get(eventSubProcess ?? '')?.node.scope === undefined;

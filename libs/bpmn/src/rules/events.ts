import type { ProcessContext } from '../compile/process-context';
import { numberOf } from '../xml/element';

/** Boundary events that could not tell which of them is meant, and attributes that would change how a node runs. */
export function checkEvents(context: ProcessContext): void {
  for (const { node, xml } of context.process.nodes.values()) {
    const errors = new Set<string>();
    const messages = new Set<string>();
    for (const boundary of node.boundaryEvents) {
      const { kind, id, errorCode, message } = boundary;
      if (kind === 'errorBoundaryEvent') {
        const code = errorCode?.source ?? '';
        if (errors.has(code)) {
          const what = code === '' ? 'every error' : `the error '${code}'`;
          context.refuse(
            'boundary-event',
            id,
            `another boundary event of ${node.id} catches ${what} already. Keep one of them.`,
          );
        }
        errors.add(code);
      }
      const name = message?.name?.constant;
      if (typeof name !== 'string') continue;
      if (messages.has(name)) {
        context.refuse(
          'boundary-event',
          id,
          `another boundary event of ${node.id} waits for the message '${name}' already. Keep one of them.`,
        );
      }
      messages.add(name);
    }
    for (const quantity of ['startQuantity', 'completionQuantity']) {
      if ((numberOf(xml, quantity) ?? 1) !== 1) {
        context.refuse('not-supported', xml, `${quantity} other than 1 is not supported. Remove it.`);
      }
    }
  }
}

import type { ProcessContext } from '../compile/process-context';
import { numberOf } from '../xml/element';

/** Attributes of BPMN that would change how a node runs, and that nothing here follows. */
export function checkQuantities(context: ProcessContext): void {
  for (const { xml } of context.process.nodes.values()) {
    for (const quantity of ['startQuantity', 'completionQuantity']) {
      if ((numberOf(xml, quantity) ?? 1) !== 1) {
        context.refuse('not-supported', xml, `${quantity} other than 1 is not supported. Remove it.`);
      }
    }
  }
}

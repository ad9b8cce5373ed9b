import type { FlowNode } from '@partitura/bpmn';
import type { Run } from './run';
import type { ElementInstance } from './state';
import { enter, finish } from './tokens';

/** Ends a link throw event; its token goes on at the catch event. */
export function followLink(run: Run, element: ElementInstance, node: FlowNode): void {
  const { linkTarget } = node;
  if (!linkTarget) throw new Error(`${node.id} leads nowhere: the score was not compiled by this version.`);
  finish(run, element, node);
  enter(run, linkTarget, element.instance, element.scope);
}

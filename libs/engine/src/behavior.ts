import type { FlowNode } from '@partitura/bpmn';
import type { Host } from './hosts';
import type { Run } from './run';
import type { ElementInstance } from './state';

/** What one kind of BPMN element does; everything common to all of them (mappings, flows, boundaries) stands around it. */
export interface ElementBehavior {
  /** A token is in and the input mappings are done: do the work and leave, or wait. Absent where no token can come in. */
  enter?(run: Run, element: ElementInstance, node: FlowNode): void;
  /**
   * Catching events: begin to listen on behalf of `host`, which is the waiting event itself, the activity that a boundary
   * event stands on, an event-based gateway, or the scope of an event sub-process.
   */
  listen?(run: Run, host: Host, node: FlowNode): void;
}

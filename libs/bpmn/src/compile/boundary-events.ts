import { childOf, idOf } from '../xml/element';
import type { NodeDraft } from './draft';
import { isActivity } from './element-kind';
import type { ProcessContext } from './process-context';

/** Links boundary events with the activities that they stand on; compensation has a link of its own. */
export function linkBoundaryEvents(context: ProcessContext): void {
  for (const draft of context.process.nodes.values()) {
    if (!draft.node.kind.endsWith('BoundaryEvent') || draft.node.triggerOf !== undefined) continue;
    const activity = activityUnder(context, draft);
    if (!activity) continue;
    draft.node.attachedTo = activity.node.id;
    for (const trigger of draft.node.triggers ?? []) trigger.attachedTo = activity.node.id;
    if (draft.node.kind !== 'compensationBoundaryEvent') {
      activity.node.boundaryEvents.push(draft.node);
    }
  }
}

function activityUnder(context: ProcessContext, boundary: NodeDraft): NodeDraft | undefined {
  const xml = childOf(boundary.xml, 'attachedToRef');
  if (!xml) {
    context.refuse('boundary-event', boundary.xml, 'it stands on no activity. Attach it to one.');
    return undefined;
  }
  const draft = context.process.nodes.get(idOf(xml));
  // An activity that was refused has been reported already.
  if (!draft && xml.$parent === boundary.xml.$parent) return undefined;
  if (!draft || draft.node.scope !== boundary.node.scope) {
    context.refuse(
      'boundary-event',
      boundary.xml,
      `it stands on ${idOf(xml)}, which is in another scope. Move it there.`,
    );
    return undefined;
  }
  if (!isActivity(draft.node.kind)) {
    context.refuse(
      'boundary-event',
      boundary.xml,
      `it stands on ${draft.node.id}, which is no activity. Attach it to a task or sub-process.`,
    );
    return undefined;
  }
  return draft;
}

import type { XmlElement } from '../../xml/element';
import { draftNode, type NodeContent, type NodeDraft } from '../draft';
import type { ProcessContext } from '../process-context';
import { compileEvent } from './compile-event';
import { kindOfDefinition, orderOfDefinitions } from './event-kinds';

/**
 * An event with several definitions: each becomes a node of its own, with the place of its event, so that the engine
 * listens to it (or throws it) as to any other event. What ends a throwing event comes last.
 */
export function compileTriggers(context: ProcessContext, event: NodeDraft): NodeContent[] {
  return orderOfDefinitions(event.xml).flatMap(([definition, place]) => {
    const trigger = compileTrigger(context, event, definition, place);
    if (!trigger) return [];
    context.process.nodes.set(trigger.node.id, trigger);
    return [trigger.node];
  });
}

function compileTrigger(
  context: ProcessContext,
  { node: event, xml }: NodeDraft,
  definition: XmlElement,
  place: number,
): NodeDraft | undefined {
  const kind = kindOfDefinition(xml, definition);
  if (!kind) return undefined;
  const trigger = draftNode(xml, context.process, kind, `${event.id}#${place}`);
  trigger.node.scope = event.scope;
  trigger.node.triggerOf = event.id;
  compileEvent(context, trigger, definition);
  return trigger;
}

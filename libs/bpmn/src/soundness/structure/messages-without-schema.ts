import type { FlowNode, ProcessModel, Score } from '../../model';
import type { Finding } from '../finding';
import { applySettings } from '../settings/apply-settings';
import { findingAt } from './finding-at';

/**
 * Messages between pools that declare no schema: between services of their own, whoever changes one side learns from a schema
 * alone what the other side relies on. Only warnings; for placements in which each fragment runs in its own service.
 */
export function messagesWithoutSchema(score: Score): readonly Finding[] {
  return applySettings(
    score,
    score.processes.flatMap((process) =>
      [...process.elements.values()].flatMap((node) => findAt(score, process, node)),
    ),
  );
}

function findAt({ processes }: Score, process: ProcessModel, node: FlowNode): readonly Finding[] {
  const { message } = node;
  if (!message) return [];
  if (message.schema === undefined)
    return message.receivers.length > 0
      ? [warning(process, node, `${node.id}: its message crosses pools and declares no schema.`)]
      : [];
  // Who throws it says what it carries, and somebody receives another message.
  return message.receivers.flatMap(({ processId, elementId }) => {
    const receiver = processes.find(({ id }) => id === processId);
    const target = receiver?.elements.get(elementId);
    return receiver && target?.message && target.message.schema === undefined
      ? [
          warning(
            receiver,
            target,
            `${elementId}: the message that ${node.id} sends to it declares a schema, its own does not.`,
          ),
        ]
      : [];
  });
}

const warning = (process: ProcessModel, node: FlowNode, what: string): Finding =>
  findingAt(
    process,
    'message-without-schema',
    { id: node.triggerOf ?? node.id },
    `${what} Give the message an item definition whose structureRef names a JSON Schema, and deploy that with the model.`,
  );

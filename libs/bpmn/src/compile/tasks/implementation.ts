import type { XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';
import type { ProcessContext } from '../process-context';

const NAMES = { 'zeebe:Script': 'script', 'zeebe:CalledDecision': 'called decision' } as const;

/** Whether a worker does a task that the engine could do itself; a task that says both is refused, as in Camunda 8. */
export function isDoneByWorker(
  context: ProcessContext,
  xml: XmlElement,
  ownWork: 'zeebe:Script' | 'zeebe:CalledDecision',
): boolean {
  const worker = extensionOf(xml, 'zeebe:TaskDefinition') !== undefined;
  const engine = extensionOf(xml, ownWork) !== undefined;
  if (worker && engine) {
    context.refuse(
      'task-definition',
      xml,
      `it has both a ${NAMES[ownWork]} and a task definition, so that nobody knows who does it. Keep one of them.`,
    );
  }
  return !engine;
}

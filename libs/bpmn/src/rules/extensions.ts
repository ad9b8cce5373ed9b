import type { ProcessContext } from '../compile/process-context';
import { childOf, descendants, idOf, localType, type XmlElement } from '../xml/element';
import { extensionsOf } from '../xml/extensions';

const HANDLED = new Set(
  [
    'IoMapping',
    'Subscription',
    'TaskHeaders',
    'TaskDefinition',
    'FormDefinition',
    'UserTaskForm',
    'UserTask',
    'AssignmentDefinition',
    'PriorityDefinition',
    'TaskSchedule',
    'Properties',
    'VersionTag',
    'CalledElement',
    'CalledDecision',
    'Script',
    'LoopCharacteristics',
    'ExecutionListeners',
    'TaskListeners',
    'AdHoc',
    'ConditionalFilter',
    'LinkedResources',
    'JobPriorityDefinition',
    'AgentDefinition',
  ].map((name) => `zeebe:${name}`),
);

/** Extension elements of Camunda 8 that would change how a model runs, and that nothing here reads yet. */
export function checkExtensions(context: ProcessContext, process: XmlElement): void {
  for (const xml of descendants(process)) {
    // What stands on an element that is refused anyway has been said already.
    if (!isJudged(context, xml)) continue;
    for (const extension of extensionsOf(xml)) {
      if (!extension.$type.startsWith('zeebe:') || HANDLED.has(extension.$type)) continue;
      context.refuse(
        'not-supported',
        xml,
        `the extension zeebe:${localType(extension)} is not supported yet. Remove it.`,
      );
    }
  }
}

function isJudged(context: ProcessContext, xml: XmlElement): boolean {
  if (!childOf(xml, 'extensionElements')) return false;
  return (
    xml === context.process.xml || xml.$type === 'bpmn:SequenceFlow' || context.process.nodes.has(idOf(xml))
  );
}

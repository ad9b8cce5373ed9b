import { childrenOf, flagOf, type XmlElement } from '../xml/element';

/** Rules about how a model is executed: without what they ask for it cannot run, but where its tokens go can still be seen. */
export const aboutExecution: ReadonlySet<string> = new Set([
  'binding',
  'called-decision',
  'called-element',
  'condition',
  'expression',
  'foreign-dialect',
  'listener',
  'mapping',
  'message-name',
  'message-never-sent',
  'message-without-receiver',
  'multi-instance',
  'nothing-executable',
  'output',
  'priority',
  'result-variable',
  'script',
  'signal-name',
  'task-definition',
  'time-format',
  'timeout',
  'timer',
  'variable-name',
]);

/** Lets all processes of a document count as executable when none is. */
export function markExecutable(definitions: XmlElement): void {
  const processes = childrenOf(definitions, 'rootElements').filter(({ $type }) => $type === 'bpmn:Process');
  if (processes.some((process) => flagOf(process, 'isExecutable', false))) return;
  for (const process of processes) Object.assign(process, { isExecutable: true });
}

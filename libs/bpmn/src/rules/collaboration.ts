import type { ProblemList } from '../problem';
import { childrenOf, flagOf, idOf, localType, type XmlElement } from '../xml/element';

/** What a file holds as a whole: one collaboration with its processes, or one process. */
export function checkCollaboration(roots: readonly XmlElement[], problems: ProblemList): void {
  const refuse = (rule: string, at: XmlElement | undefined, what: string): void => {
    const element = at ? idOf(at) : 'definitions';
    problems.add({ rule, element, message: `${element}: ${what}` });
  };
  for (const root of roots.filter(({ $type }) => /Choreography|GlobalConversation/.test($type))) {
    refuse('not-supported', root, `a ${localType(root)} is not supported. Draw a collaboration of pools.`);
  }
  const [collaboration, ...more] = roots.filter(({ $type }) => $type === 'bpmn:Collaboration');
  for (const other of more) {
    refuse('one-score', other, 'the file has a second collaboration. Save it as a file of its own.');
  }
  if (collaboration && typeof collaboration.id !== 'string') {
    refuse('missing-id', collaboration, 'the collaboration has no id. Give it one.');
  }
  if (childrenOf(collaboration, 'correlationKeys').length > 0) {
    refuse(
      'not-supported',
      collaboration,
      'correlation keys of BPMN are not supported. Use a subscription at the message.',
    );
  }
  const processes = roots.filter(({ $type }) => $type === 'bpmn:Process');
  const executable = processes.filter((process) => flagOf(process, 'isExecutable', false));
  if (executable.length === 0) {
    refuse(
      'nothing-executable',
      processes[0] ?? collaboration,
      'the file has no executable process. Set isExecutable="true" on the processes that are to run.',
    );
  }
  if (collaboration) {
    // A pool that was refused has no process here; its process is not blamed for it.
    const drawn = childrenOf(collaboration, 'participants').map(
      (xml) => (xml as { processRef?: unknown }).processRef,
    );
    for (const process of executable.filter((one) => !drawn.includes(one))) {
      refuse(
        'one-score',
        process,
        'the process stands beside the collaboration. Draw a pool around it, or save it as a file of its own.',
      );
    }
  }
}

import type { NodeContent, NodeDraft, ProcessDraft } from '../compile/draft';
import type { ProcessContext } from '../compile/process-context';

/**
 * Events that listen at one place must be told apart (as in Camunda 8): two of one activity, of the event sub-processes of
 * one scope, or of the start events of a process may not catch the same error, escalation, message or signal.
 */
export function checkDuplicateEvents(context: ProcessContext): void {
  const { process } = context;
  for (const { node } of process.nodes.values()) {
    checkGroup(context, node.boundaryEvents, 'boundary-event', `another boundary event of ${node.id}`);
    checkCompensation(context, node.eventSubProcesses);
    checkGroup(context, startsOf(node.eventSubProcesses), 'event-sub-process', `another one in ${node.id}`);
  }
  checkGroup(
    context,
    startsOf(process.eventSubProcesses),
    'event-sub-process',
    `another one in ${process.id}`,
  );
  checkGroup(context, processStarts(process), 'start-event', `another start event of ${process.id}`);
}

const startsOf = (eventSubProcesses: readonly NodeContent[]): NodeContent[] =>
  eventSubProcesses.flatMap(({ startEvent }) => startEvent ?? []);

const processStarts = ({ nodes }: ProcessDraft): NodeContent[] =>
  [...nodes.values()].filter(isProcessStart).map(({ node }) => node);

const isProcessStart = ({ node }: NodeDraft): boolean =>
  node.scope === undefined && node.triggerOf === undefined && node.kind.endsWith('StartEvent');

function checkGroup(
  context: ProcessContext,
  events: readonly NodeContent[],
  rule: string,
  other: string,
): void {
  const seen = new Set<string>();
  for (const event of events) {
    for (const trigger of event.triggers ?? [event]) {
      const what = whatItCatches(trigger);
      if (what === undefined) continue;
      if (seen.has(what))
        context.refuse(rule, event.id, `${other} catches ${what} already. Keep one of them.`);
      seen.add(what);
    }
  }
}

function checkCompensation(context: ProcessContext, eventSubProcesses: readonly NodeContent[]): void {
  const undoing = eventSubProcesses.filter(({ startEvent }) => startEvent?.kind === 'compensationStartEvent');
  for (const { id } of undoing.slice(1))
    context.refuse(
      'event-sub-process',
      id,
      `${undoing[0]?.id ?? ''} undoes the same sub-process already. Keep one of them.`,
    );
}

/** What an event catches, in words; undefined when another event of the same kind does no harm beside it. */
function whatItCatches({
  kind,
  errorCode,
  escalationCode,
  message,
  signal,
}: NodeContent): string | undefined {
  if (kind.startsWith('error')) return thrown('error', errorCode?.source);
  if (kind.startsWith('escalation')) return thrown('escalation', escalationCode?.source);
  if (kind.startsWith('cancel')) return 'the cancellation';
  if (typeof message?.name?.constant === 'string') return `the message '${message.name.constant}'`;
  return typeof signal?.constant === 'string' ? `the signal '${signal.constant}'` : undefined;
}

const thrown = (what: string, code: string | undefined): string =>
  code === undefined ? `every ${what}` : `the ${what} '${code}'`;

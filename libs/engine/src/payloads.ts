import type { FlowNode, ProcessModel } from '@partitura/bpmn';
import { PayloadError } from './expression-error';
import { handlerAround, type Host, instanceIdOf, isElement } from './hosts';
import { raiseScopeIncident } from './incidents';
import type { Admitted } from './library';
import { closeIncidentsOf } from './listening';
import type { Run } from './run';
import { beginInstance, openBehindListeners } from './saga';
import { nodeOf } from './score-index';
import type { ElementInstance, Incident, Subscription, Variables } from './state';

/** A message that has come, and why its receiver does not take it. */
interface Broken {
  readonly name: string;
  readonly key?: string;
  readonly variables: Variables;
  readonly fault: string;
}

/** What the schema of a message lets pass; all of it without a schema. `score`: key of the version to which the node belongs. */
export function admit(run: Run, { id, message }: FlowNode, score: string, variables: Variables): Admitted {
  const reference = message?.schema;
  if (reference === undefined) return { variables };
  const schema = run.library.messageSchema?.(reference, score);
  if (!schema) throw new Error(`The schema ${reference} of ${id} is not deployed here: deploy it.`);
  return schema(variables);
}

/** What a thrown message carries. Throws `PayloadError`, which makes an incident IO_MAPPING of the throwing element. */
export function checkThrown(
  run: Run,
  { instance }: ElementInstance,
  node: FlowNode,
  variables: Variables,
): Variables {
  const { variables: declared, fault } = admit(run, node, run.scoreKeyOf(instance), variables);
  if (fault === undefined) return declared;
  throw new PayloadError(
    `The message of ${nameOf(node)} breaks its schema ${node.message?.schema ?? ''}: ${fault}. Set the variables, or map them, and resolve the incident.`,
  );
}

/**
 * What a subscription takes of a message; undefined when that breaks the schema there: then the element goes on waiting, in an
 * incident that the next good message closes.
 */
export function admitTo(
  run: Run,
  { id, name, key }: Subscription,
  host: Host,
  node: FlowNode,
  variables: Variables,
): Variables | undefined {
  const instance = instanceIdOf(host);
  const { variables: declared, fault } = admit(run, node, run.scoreKeyOf(instance), variables);
  if (fault === undefined) return declared;
  closeIncidentsOf(run, host, id);
  refuse(
    run,
    host,
    node,
    { name, key, variables, fault },
    {
      type: isElement(host) && handlerAround(run, host) ? 'COMPENSATION' : 'IO_MAPPING',
      retry: 'message',
      subscription: id,
    },
  );
  return undefined;
}

/** A message that should begin a process instance breaks the schema of the start event: the instance waits there. */
export function refuseStart(run: Run, process: ProcessModel, start: FlowNode, broken: Broken): void {
  const instance = beginInstance(run, process, {});
  refuse(run, run.instance(instance), start, broken, {
    type: 'IO_MAPPING',
    retry: 'start',
    start: { event: start.id, variables: broken.variables },
  });
}

/** Begins such an instance with what its message has brought, mended by the variables that a person has set. */
export function startAgain(run: Run, { instance: id, start }: Incident): void {
  const instance = run.instance(id);
  const node = nodeOf(run.processOf(id), start?.event ?? '');
  const variables = { ...start?.variables, ...instance.variables };
  const { variables: declared, fault } = admit(run, node, run.scoreKeyOf(id), variables);
  if (fault === undefined) openBehindListeners(run, instance, node, declared);
  else
    raiseScopeIncident(run, instance, {
      type: 'IO_MAPPING',
      retry: 'start',
      elementId: nameOf(node),
      message: reasonOf(node, fault),
      start: { event: node.id, variables },
    });
}

function refuse(
  run: Run,
  host: Host,
  node: FlowNode,
  { name, key, variables, fault }: Broken,
  about: Pick<Incident, 'type' | 'retry' | 'subscription' | 'start'>,
): void {
  const elementId = nameOf(node);
  const reason = reasonOf(node, fault);
  const incident = run.nextId();
  raiseScopeIncident(run, host, { ...about, elementId, message: reason });
  const instance = instanceIdOf(host);
  const { participant } = run.processOf(instance);
  run.emit({
    type: 'MessageRefused',
    incident,
    instance,
    elementId,
    ...(participant === undefined ? {} : { participant }),
    name,
    ...(key === undefined ? {} : { key }),
    variables,
    reason,
  });
}

/** Of one of several triggers the event that is drawn. */
const nameOf = ({ id, triggerOf }: FlowNode): string => triggerOf ?? id;

const reasonOf = (node: FlowNode, fault: string): string =>
  `The message for ${nameOf(node)} breaks its schema ${node.message?.schema ?? ''}: ${fault}. Have it sent again as the schema says.`;

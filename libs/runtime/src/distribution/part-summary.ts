import {
  type ElementInstance,
  type Incident,
  type InstanceState,
  isFinal,
  type Job,
  type Reason,
  type SagaState,
  type SagaStatus,
  type Variables,
} from '@partitura/engine';
import { z } from 'zod';
import type { SagaEntry } from '../loop/saga-entry';
import type { RemotePart } from '../ports/saga-store';
import type { SagaEnd } from '../views/waiters';

/** What a host tells of its part of a saga, whenever that has changed: the newest version of it says all. */
export interface PartSummary {
  readonly sagaId: string;
  readonly host: string;
  /** Of the saga's row on that host. */
  readonly version: number;
  /** Upper part of the public keys there. */
  readonly number: number;
  /** Key of the score version. */
  readonly score: string;
  /** W3C traceparent of what began it there. */
  readonly trace?: string;
  /** The host where the saga began. */
  readonly root: string;
  readonly status: SagaStatus;
  readonly reason?: Reason;
  readonly handlerSkipped?: boolean;
  /** Other hosts that have a part in it, as far as this one knows. */
  readonly others: readonly string[];
  /** Variables of the process instance that the saga began with, once it is complete. */
  readonly result?: Variables;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt?: number;
  /** The following by local id, as in the state, so that both are searched alike. */
  readonly instances: Readonly<Record<number, ShownInstance>>;
  readonly incidents: Readonly<Record<number, ShownIncident>>;
  /** User tasks that wait, and their elements. */
  readonly jobs: Readonly<Record<number, Job>>;
  readonly elements: Readonly<Record<number, Pick<ElementInstance, 'id' | 'element' | 'instance'>>>;
}

export type ShownInstance = Pick<
  InstanceState,
  'id' | 'process' | 'score' | 'parent' | 'caller' | 'state' | 'startedAt' | 'endedAt'
>;

export type ShownIncident = Omit<Incident, 'start' | 'canceling'>;

export function summaryOf(
  { sagaId, startedAt, endedAt, trace }: Pick<SagaEntry, 'sagaId' | 'startedAt' | 'endedAt' | 'trace'>,
  state: SagaState,
  version: number,
  host: string,
): PartSummary {
  const { number, score, status, reason, handlerSkipped, part } = state;
  const others = part ? [...Object.keys(part.sent), ...Object.keys(part.known)] : [];
  const tasks = Object.values(state.jobs).filter(({ kind }) => kind === 'user');
  return {
    sagaId,
    host,
    version,
    number,
    score,
    ...(trace === undefined ? {} : { trace }),
    root: part?.root ?? host,
    status,
    ...(reason ? { reason } : {}),
    ...(handlerSkipped ? { handlerSkipped } : {}),
    ...(status === 'completed' && (part === undefined || part.root === host)
      ? { result: Object.values(state.instances)[0]?.variables ?? {} }
      : {}),
    others: [...new Set(others)].filter((other) => other !== host),
    startedAt,
    ...(endedAt === undefined || !isFinal(status) ? {} : { endedAt }),
    instances: byId(Object.values(state.instances).map(shownInstance)),
    incidents: byId(
      Object.values(state.incidents).map(({ start: _, canceling: __, ...incident }) => incident),
    ),
    jobs: byId(tasks),
    elements: byId(tasks.flatMap(({ element }) => shownElement(state.elements[element]))),
  };
}

const byId = <T extends { readonly id: number }>(list: readonly T[]): Record<number, T> =>
  Object.fromEntries(list.map((one) => [one.id, one]));

const shownElement = (element: ElementInstance | undefined) =>
  element ? [{ id: element.id, element: element.element, instance: element.instance }] : [];

const shownInstance = (instance: InstanceState): ShownInstance => ({
  id: instance.id,
  process: instance.process,
  ...(instance.score === undefined ? {} : { score: instance.score }),
  ...(instance.parent === undefined ? {} : { parent: instance.parent, caller: instance.caller }),
  state: instance.state,
  startedAt: instance.startedAt,
  ...(instance.endedAt === undefined ? {} : { endedAt: instance.endedAt }),
});

const things = z.record(z.string(), z.unknown());

/** `partitura.journal`: what has changed on a host. What has happened inside of it is taken as it comes. */
export const journalOfParts = z.object({
  parts: z.array(
    z.looseObject({
      sagaId: z.string().min(1),
      host: z.string().min(1),
      version: z.int().min(1),
      number: z.int().min(0),
      score: z.string(),
      root: z.string(),
      status: z.enum(['active', 'compensating', 'completed', 'compensated', 'cancelled']),
      others: z.array(z.string()),
      startedAt: z.number(),
      instances: things,
      incidents: things,
      jobs: things,
      elements: things,
    }),
  ),
});

/** The row of a part that another host has told of. */
export const remotePartOf = (summary: PartSummary): RemotePart => {
  const { sagaId, host, version, number, score, incidents } = summary;
  return {
    sagaId,
    host,
    version,
    number,
    score,
    part: JSON.stringify(summary),
    incidents: Object.keys(incidents).length,
  };
};

/** The state of a saga over all its parts: what its first host or the coordinator has decided, else the worst of them. */
export function statusOver(parts: readonly PartSummary[], coordinator: string): SagaStatus {
  const decided = parts.find(
    ({ host, root, status }) =>
      (host === coordinator && isFinal(status)) || (host === root && status === 'completed'),
  );
  if (decided) return decided.status;
  if (parts.some(({ status }) => status === 'compensating')) return 'compensating';
  // A part that has been told of an end knows it as well.
  return parts.find(({ status }) => isFinal(status) && status !== 'completed')?.status ?? 'active';
}

/** How a saga has ended, by the part of the host where it began. */
export const endOf = ({ status, reason, handlerSkipped, instances, result }: PartSummary): SagaEnd => {
  const [first] = Object.keys(instances);
  return {
    status,
    ...(reason ? { reason } : {}),
    ...(handlerSkipped ? { handlerSkipped } : {}),
    instances: first === undefined || !result ? {} : { [first]: { variables: result } },
  };
};

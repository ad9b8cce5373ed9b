import { isFinal, type SagaState, type SagaStatus } from '@partitura/engine';
import type { Ask, CommandBody, Outcome, StartAsk } from '../loop/input';
import { stateOf } from '../loop/stored-state';
import type { RemotePart, SagaStore, StoredSaga } from '../ports/saga-store';
import { COORDINATOR } from '../scores/placement';
import type { HostRequests } from './host-requests';
import { type PartSummary, statusOver, summaryOf } from './part-summary';

/** A saga as it stands over all its hosts. */
export interface SagaSnapshot extends Omit<StoredSaga, 'state' | 'version'> {
  /** Of the part that was asked for: the one of this host, or that of a public key. Absent for a tombstone. */
  readonly state?: SagaState;
  /** The host of that part. */
  readonly host: string;
  /** Every part that is known, the one of this host first. */
  readonly parts: readonly PartSummary[];
  /** Over all parts. */
  readonly overall: SagaStatus;
}

type EndingCommand = Extract<CommandBody, { kind: 'compensateSaga' | 'cancelSaga' }>;

export interface AllPartsOptions {
  readonly host: string;
  readonly store: SagaStore;
  readonly requests: HostRequests;
  /** Carries out an input on this host. */
  readonly ask: (
    sagaId: string,
    ask: Ask,
    traceparent: string | undefined,
    about: boolean,
  ) => Promise<Outcome>;
}

/** Reads and changes sagas wherever their parts are. */
export class AllParts {
  constructor(private readonly options: AllPartsOptions) {}

  async saga(sagaId: string): Promise<SagaSnapshot | undefined> {
    const { store } = this.options;
    const [[row], remote] = await Promise.all([store.load([sagaId]), store.remoteParts([sagaId])]);
    return this.snapshot(row, remote);
  }

  /** The saga of a public key; its state is fetched from the host that has given the key. */
  async sagaByNumber(number: number): Promise<SagaSnapshot | undefined> {
    const { store, requests } = this.options;
    const row = await store.loadByNumber(number);
    if (row) return this.snapshot(row, await store.remoteParts([row.sagaId]));
    const part = await store.remotePartByNumber(number);
    if (!part) return undefined;
    const [{ saga }, snapshot] = await Promise.all([
      requests.ask(part.host, part.sagaId, { kind: 'read' }),
      this.saga(part.sagaId),
    ]);
    if (!saga || !snapshot) return undefined;
    return { ...snapshot, number, host: part.host, state: stateOf(saga) };
  }

  /** Carries out a command on the part of a host. Undoing and cancelling concern every part. */
  async tell(sagaId: string, command: CommandBody, traceparent?: string, at?: string): Promise<Outcome> {
    const { host, requests, ask } = this.options;
    if (command.kind === 'compensateSaga' || command.kind === 'cancelSaga')
      return this.end(sagaId, command, traceparent);
    if (at === undefined || at === host) return ask(sagaId, { kind: 'command', command }, traceparent, true);
    const { outcome } = await requests.ask(
      at,
      sagaId,
      { kind: 'input', ask: { kind: 'command', command } },
      traceparent,
    );
    return outcome ?? {};
  }

  /** Begins a saga on the host where its first process runs. */
  async start(
    sagaId: string,
    start: StartAsk,
    at: string,
    { traceparent, awaited }: { readonly traceparent?: string; readonly awaited: boolean },
  ): Promise<Outcome> {
    const { host, requests, ask } = this.options;
    if (at === host) return ask(sagaId, start, traceparent, false);
    const { outcome } = await requests.ask(at, sagaId, { kind: 'input', ask: start, awaited }, traceparent);
    return outcome ?? {};
  }

  /** The coordinator may not have heard of the saga yet: other hosts tell it. */
  private async end(sagaId: string, command: EndingCommand, traceparent?: string): Promise<Outcome> {
    const { ask } = this.options;
    const saga = await this.saga(sagaId);
    const [first] = saga?.parts ?? [];
    if (saga?.state || !first) return ask(sagaId, { kind: 'command', command }, traceparent, true);
    if (saga && isFinal(saga.overall))
      return { refusal: { code: 'INVALID_STATE', message: `Saga ${sagaId} is ${saga.overall}.` } };
    const intent = command.kind === 'cancelSaga' ? 'cancel' : 'undo';
    const reason = command.kind === 'compensateSaga' ? { reason: command.reason } : {};
    const coordinate = { kind: 'coordinate', intent, ...reason } as const;
    return ask(
      sagaId,
      { kind: 'join', score: first.score, root: first.root, trace: first.trace, command: coordinate },
      traceparent,
      true,
    );
  }

  private snapshot(row: StoredSaga | undefined, remote: readonly RemotePart[]): SagaSnapshot | undefined {
    const { host } = this.options;
    const told = remote.map(({ part }) => JSON.parse(part) as PartSummary);
    const state = row && row.status !== 'tombstone' ? stateOf(row) : undefined;
    const own = row && state ? [summaryOf(row, state, row.version, host)] : [];
    const parts = [...own, ...told];
    const overall = statusOver(parts, COORDINATOR);
    if (row) return { ...row, state, host, parts, overall };
    const first = told.find((part) => part.host === part.root) ?? told[0];
    if (!first) return undefined;
    const { sagaId, number, score, status, startedAt } = first;
    return { sagaId, shard: 0, number, score, status, startedAt, host: first.host, parts, overall };
  }
}

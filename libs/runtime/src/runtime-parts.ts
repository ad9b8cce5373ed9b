import { BusIntake } from './inputs/bus-intake';
import { takeIn } from './inputs/take-in';
import { tellFollowers } from './loop/after-commit';
import { BatchRunner } from './loop/batch-runner';
import type { Host } from './loop/host';
import { InputQueue } from './loop/input-queue';
import { MessageMatcher } from './loop/message-matcher';
import { SagaCache } from './loop/saga-cache';
import { scoresOf } from './loop/saga-entry';
import { hostBlocks } from './hosts/host-blocks';
import type { Hosting } from './hosts/hosting';
import { wireHosting } from './hosts/wire-hosting';
import { Numbers, type ReserveBlock } from './numbers';
import { BatchIds } from './outbox/batch-ids';
import { EarlyRequests } from './distribution/early-requests';
import { HostRequests } from './distribution/host-requests';
import { JournalIntake } from './distribution/journal-intake';
import { JournalSender } from './distribution/journal-sender';
import { LocalJobs } from './distribution/local-jobs';
import { OpenJobs } from './outside/open-jobs';
import { OutboxPublisher } from './outbox/outbox-publisher';
import { outboxSweeper } from './outbox/outbox-sweeper';
import { Repeat } from './repeat';
import type { SettledOptions } from './runtime-options';
import { libraryOf } from './scores/library';
import { COORDINATOR } from './scores/placement';
import { ScoreRegistry } from './scores/score-registry';
import { createMeters, type Gauges } from './telemetry/meters';
import { TimerPoller } from './timers/timer-poller';
import { ParticipantWatch } from './views/participant-watch';
import { StoreWatch } from './views/store-watch';
import { Waiters } from './views/waiters';

const REFRESH_MS = 2000;
const EXPIRE_MS = 5000;
const EXPIRE_LIMIT = 5000;

export type RuntimeParts = ReturnType<typeof wire>;

/** What works beside the loop, from the start of a runtime to its stop. */
interface Background {
  start(): void;
  stop(): Promise<void>;
}

/** Makes the parts of a runtime and connects them; nothing works yet. */
export function wire(options: SettledOptions) {
  const { store, scores, bus, logger, host, clock, maxBatch, messageTtlMs } = options;
  const queue = new InputQueue();
  const meters = createMeters();
  const registry = new ScoreRegistry(scores, options.compile, host, (message) =>
    logger.error({ host }, message),
  );
  const hosting = wireHosting(options, {
    registry,
    onNew: async () => {
      timers.expect(0);
      matcher.lookForAll();
      await intake.rejoin();
    },
  });
  const numbers = new Numbers(blocksOf(options, hosting));
  const publisher = new OutboxPublisher(store, bus, logger);
  const journalSender = new JournalSender({ host, publisher, clock, afterMs: options.journalAfterMs });
  const timers = new TimerPoller({ store, queue, logger, clock });
  const matcher = new MessageMatcher({ store, registry, queue, logger, clock });
  const waiters = new Waiters(store, logger);
  const counts = new StoreWatch(store, logger);
  const participants = new ParticipantWatch(registry, bus, store, logger);
  const openJobs = new OpenJobs({ store, registry, clock });
  const earlyRequests = new EarlyRequests({ store, queue, logger, clock });
  const requests = new HostRequests({
    host,
    bus,
    store,
    queue,
    clock,
    journal: journalSender,
  });
  const { localWork, localLeaseMs } = options;
  const localJobs = new LocalJobs({
    work: localWork,
    leaseMs: localLeaseMs,
    queue,
    runner: () => runner,
    clock,
    logger,
  });
  const followers = {
    meters,
    logger,
    timers,
    matcher,
    waiters,
    openJobs,
    localJobs,
    earlyRequests,
    clock,
    onEvents: options.onEvents,
  };
  const runner: BatchRunner = new BatchRunner({
    host: hostOf(options, registry, numbers),
    store,
    cache: new SagaCache(options.cachedSagas),
    batchIds: new BatchIds(() => store.reserveBatchBlock()),
    publisher,
    journal: journalSender,
    tasks: localJobs,
    meters,
    logger,
    clock,
    onStoreAway: (error) => queue.failWaiting(({ origin }) => origin.source === 'api', error),
    onCommitted: (decision) => tellFollowers(decision, followers),
  });
  const intake = new BusIntake(
    host,
    bus,
    registry,
    (records) => takeIn(records, { host, registry, queue, requests, clock, messageTtlMs, logger }),
    maxBatch,
    logger,
  );
  const journal =
    host === COORDINATOR ? new JournalIntake({ bus, store, earlyRequests, waiters, logger }) : undefined;
  const { sweepEveryMs: everyMs, sweepAfterMs: olderThanMs } = options;
  const background: Background[] = [
    intake,
    ...(journal ? [journal] : []),
    timers,
    matcher,
    waiters,
    counts,
    participants,
    localJobs,
    outboxSweeper(store, bus, { everyMs, olderThanMs }, meters, logger),
    new Repeat('Loading deployed scores', REFRESH_MS, () => registry.refresh(), logger),
    new Repeat('Deleting expired messages', EXPIRE_MS, () => store.expire(clock(), EXPIRE_LIMIT), logger),
  ];
  return {
    queue,
    meters,
    registry,
    publisher,
    timers,
    matcher,
    openJobs,
    waiters,
    counts,
    participants,
    runner,
    intake,
    journal,
    journalSender,
    requests,
    hosting,
    background,
  };
}

const blocksOf = ({ store }: SettledOptions, hosting: Hosting | undefined): ReserveBlock =>
  hosting?.hostNumber
    ? hostBlocks(hosting.hostNumber, () => store.reserveBlock())
    : () => store.reserveBlock();

const hostOf = (
  { host, maxMessageBytes, localWork, localLeaseMs }: SettledOptions,
  registry: ScoreRegistry,
  numbers: Numbers,
): Host => ({
  name: host,
  numbers,
  maxMessageBytes,
  library: {
    ...libraryOf(registry),
    localLeaseMs: (participant) => (localWork.participants.has(participant) ? localLeaseMs : undefined),
  },
  signalHosts: (name) => (host === COORDINATOR ? registry.hostsListening('signal', name) : [COORDINATOR]),
  knows: (score) => registry.get(score) !== undefined,
  loadScores: async (sagas, inputs) => {
    const wanted = [
      ...[...sagas].flatMap(scoresOf),
      ...inputs.flatMap(({ ask }) => (ask.kind === 'join' ? [ask.score] : [])),
    ];
    if (wanted.some((score) => !registry.get(score))) await registry.refresh();
  },
});

export const gaugesOf = ({ queue, counts, participants }: RuntimeParts, clock: () => number): Gauges => ({
  queueLength: () => queue.length,
  queueAgeSeconds: () => (queue.oldest === undefined ? 0 : (clock() - queue.oldest) / 1000),
  sagasActive: () => counts.counts.active,
  incidentsOpen: () => counts.counts.incidents,
  outboxRows: () => counts.counts.outboxRows,
  outboxAgeSeconds: () => counts.counts.outboxOldestAgeMs / 1000,
  jobsWaiting: () => participants.jobsWaiting,
  participantMembers: () => participants.members,
});

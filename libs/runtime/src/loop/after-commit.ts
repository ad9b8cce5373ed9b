import type { Meters } from '../telemetry/meters';
import type { TimerPoller } from '../timers/timer-poller';
import type { EarlyRequests } from '../distribution/early-requests';
import type { LocalJobs } from '../distribution/local-jobs';
import type { OpenJobs } from '../outside/open-jobs';
import type { Waiters } from '../views/waiters';
import type { BatchDecision } from './batch-decision';
import type { MessageMatcher } from './message-matcher';
import type { Logger } from '../logger';
import type { OnEvents } from '../runtime-options';

export interface Followers {
  readonly meters: Meters;
  readonly logger: Logger;
  readonly timers: TimerPoller;
  readonly matcher: MessageMatcher;
  readonly waiters: Waiters;
  readonly openJobs: OpenJobs;
  readonly localJobs: LocalJobs;
  readonly earlyRequests: EarlyRequests;
  readonly clock: () => number;
  readonly onEvents?: OnEvents;
}

/** Tells whoever follows the sagas what a commit has changed. */
export function tellFollowers(decision: BatchDecision, followers: Followers): void {
  const { meters, logger, timers, matcher, waiters, clock } = followers;
  if (followers.onEvents)
    for (const { sagaId, events } of decision.steps.happened) followers.onEvents(sagaId, events);
  for (const { nextDue } of decision.steps.touched) if (nextDue !== undefined) timers.expect(nextDue);
  followers.openJobs.opened(decision.steps.effects.jobsOpened.values());
  followers.earlyRequests.whenRequested(
    [...decision.steps.touched].flatMap(({ status, sagaId }) => (status === 'tombstone' ? [sagaId] : [])),
  );
  const { effects } = decision.steps;
  if (effects.localJobs.length + effects.localWithdrawals.length > 0)
    followers.localJobs.committed(effects.wantedLocalJobs(), effects.localWithdrawals, decision.decided);
  matcher.lookFor(decision.meetings);
  matcher.lookForNext(decision.steps.effects.released);
  for (const { sagaId, state } of decision.steps.ended) {
    if (!state) continue;
    meters.sagasEnded.add(1, { state: state.handlerSkipped ? 'failed' : state.status });
    waiters.ended(sagaId, state);
  }
  tellFinished(decision.finished, followers);
  for (const { input, refusal } of decision.refusals) {
    meters.refusals.add(1, { code: refusal.code });
    logger.debug({ sagaId: input.sagaId, code: refusal.code }, refusal.message);
  }
  if (decision.deadLetters.length > 0) meters.deadLetters.add(decision.deadLetters.length);
  for (const { topic, key, headers } of decision.deadLetters)
    logger.error({ topic, sagaId: key, reason: headers.partitura_reason }, 'A record was put aside.');
  const now = clock();
  for (const [{ at, ask }] of decision.outcomes)
    meters.stepDuration.record((now - at) / 1000, { step: ask.kind });
}

/** Parts that have ended without a step of their own. */
function tellFinished(sagaIds: readonly string[], followers: Followers): void {
  if (sagaIds.length === 0) return;
  const { meters, waiters, clock, onEvents } = followers;
  const event = { type: 'SagaEnded', status: 'completed', told: true, at: clock() } as const;
  if (onEvents) for (const sagaId of sagaIds) onEvents(sagaId, [event]);
  meters.sagasEnded.add(sagaIds.length, { state: event.status });
  waiters.endedInStore(sagaIds);
}

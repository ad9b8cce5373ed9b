import type { Refusal, SkipIncident } from './commands';
import { askCancelingAgain } from './canceling-listeners';
import { handlerCompleted } from './compensation';
import { handlerAround } from './hosts';
import { lookAtJoins } from './joins';
import { requestAttempt } from './jobs';
import { askAgain } from './listeners';
import { startAgain } from './payloads';
import { openInstance } from './saga';
import { nodeOf } from './score-index';
import type { Run } from './run';
import type { Incident } from './state';
import { terminate } from './terminate';
import { activate, complete, finishScope, leave } from './tokens';
import { withdrawAgain } from './withdrawal';

/** A person has removed the cause: the work is done again, from where it stopped. */
export function resolveIncident(run: Run, id: number): Refusal | undefined {
  const incident = run.state.incidents[id];
  if (!incident) return unknown(id);
  run.emit({ type: 'IncidentResolved', incident: id, how: 'resolved' });
  const element = incident.element === undefined ? undefined : run.element(incident.element);
  switch (incident.retry) {
    case 'job': {
      const job = incident.job === undefined ? undefined : run.state.jobs[incident.job];
      // One more attempt, or as many as a person has set.
      if (job) requestAttempt(run, job, Math.max(1, job.retries));
      break;
    }
    case 'enter':
      if (element) activate(run, element, run.node(element));
      break;
    case 'complete':
      if (element) complete(run, element);
      break;
    case 'leave':
      if (element) leave(run, element, run.node(element));
      break;
    case 'finish':
      if (element) finishScope(run, element.instance, element.id);
      break;
    case 'listener':
      if (incident.canceling) askCancelingAgain(run, run.instance(incident.instance), incident.canceling);
      else askAgain(run, element ?? run.instance(incident.instance));
      break;
    case 'start':
      if (incident.type === 'IO_MAPPING') startAgain(run, incident);
      else startHere(run, incident);
      break;
    case 'gateway':
      lookAtJoins(run, incident.instance, incident.element ?? 0);
      break;
    case 'withdrawal':
      if (incident.job !== undefined) withdrawAgain(run, incident.job);
      break;
    case 'message':
  }
  return undefined;
}

function startHere(run: Run, { instance: id, start }: Incident): void {
  const { event, variables } = start ?? { event: '', variables: {} };
  openInstance(run, run.instance(id), nodeOf(run.processOf(id), event), variables);
}

/** A person goes on without a compensation handler that failed, or has done its work. */
export function skipIncident(
  run: Run,
  { incident: id, reason, doneByHand }: Omit<SkipIncident, 'kind'>,
): Refusal | undefined {
  const incident = run.state.incidents[id];
  if (!incident) return unknown(id);
  if (incident.type !== 'COMPENSATION') return notSkippable(incident);
  run.emit({ type: 'IncidentResolved', incident: id, how: doneByHand ? 'doneByHand' : 'skipped', reason });
  if (incident.retry === 'withdrawal' && incident.job !== undefined)
    run.emit({ type: 'WithdrawalAcknowledged', job: incident.job, lateUndo: 'done' });
  if (incident.element === undefined) return undefined;
  const handler = handlerAround(run, run.element(incident.element));
  if (!handler) return undefined;
  terminate(run, handler, false);
  handlerCompleted(run, handler);
  return undefined;
}

const unknown = (id: number): Refusal => ({
  code: 'NOT_FOUND',
  message: `Incident ${id} is not open: it was resolved, or its element has ended.`,
});

const notSkippable = ({ id, type, elementId }: Incident): Refusal => ({
  code: 'INVALID_STATE',
  message: `Incident ${id} at ${elementId} is of type ${type}: only a failed compensation can be skipped. Resolve it, or cancel the saga.`,
});

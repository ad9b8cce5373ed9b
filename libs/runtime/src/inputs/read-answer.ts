import type { CloudEvent } from '../cloud-event';
import { parseKey } from '../keys';
import type { CommandAsk, CommandBody } from '../loop/input';
import { MalformedMessageError } from '../cloud-event';
import type { JobAnswer } from '../messages';
import { faults, jobAnswer, withdrawalAcknowledgement } from './message-schemas';

/** A job's answer breaks its schema, but says which job it is of: the job waits as an incident (P9). */
export class BrokenAnswerError extends MalformedMessageError {
  constructor(
    message: string,
    readonly ask: CommandAsk,
  ) {
    super(message);
  }
}

/** The answer of a service to a job. Throws `MalformedMessageError`. */
export function readJobAnswer(event: CloudEvent): CommandAsk {
  const parsed = jobAnswer.safeParse(event.data);
  if (!parsed.success) throw brokenAnswer(event, faults(parsed.error));
  const { jobKey, attempt, outcome } = parsed.data;
  const key = keyOf(jobKey);
  return {
    kind: 'command',
    number: key.number,
    command: commandOf(key.localId, attempt, outcome),
    fallback: incident(key.localId, attempt, `The answer to ${event.subject ?? jobKey} cannot be processed.`),
  };
}

export function readAcknowledgement(event: CloudEvent): CommandAsk {
  const parsed = withdrawalAcknowledgement.safeParse(event.data);
  if (!parsed.success) throw new MalformedMessageError(`Not an acknowledgement: ${faults(parsed.error)}.`);
  const { jobKey, lateUndo, message } = parsed.data;
  const { number, localId } = keyOf(jobKey);
  return {
    kind: 'command',
    number,
    command: { kind: 'acknowledgeWithdrawal', job: localId, lateUndo, message },
  };
}

/** What the answer of a service tells the engine. */
export function commandOf(job: number, attempt: number, outcome: JobAnswer['outcome']): CommandBody {
  switch (outcome.kind) {
    case 'completed':
      return { kind: 'completeJob', job, attempt, variables: outcome.variables };
    case 'error':
      return { ...outcome, kind: 'throwJobError', job, attempt };
    case 'failed':
      return { ...outcome, kind: 'failJob', job, attempt };
  }
}

function keyOf(text: string) {
  const key = parseKey(text);
  if (!key) throw new MalformedMessageError(`jobKey ${text} is no key: send back the one of the request.`);
  return key;
}

function brokenAnswer({ data }: CloudEvent, what: string): MalformedMessageError {
  const message = `The answer breaks its schema (${what}). Send a JobAnswer.`;
  const { jobKey, attempt } = (data ?? {}) as Partial<Record<'jobKey' | 'attempt', unknown>>;
  const key = typeof jobKey === 'string' ? parseKey(jobKey) : undefined;
  if (!key || typeof attempt !== 'number') return new MalformedMessageError(message);
  return new BrokenAnswerError(message, {
    kind: 'command',
    number: key.number,
    command: incident(key.localId, attempt, message),
  });
}

const incident = (job: number, attempt: number, message: string): CommandBody => ({
  kind: 'failJob',
  job,
  attempt,
  retries: 0,
  incident: 'IO_MAPPING',
  message,
});

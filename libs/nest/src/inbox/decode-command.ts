import {
  decodeCloudEvent,
  messageTypes,
  type BusMessage,
  type CloudEvent,
  type JobAnswer,
  type JobRequest,
  type JobWithdrawal,
} from '@partitura/runtime';
import { describeIssues } from '../handlers/schema';
import { jobRequest, jobWithdrawal, knownJob, sagaId } from './command-schemas';

export type Command =
  | {
      readonly kind: 'request';
      readonly record: BusMessage;
      readonly event: CloudEvent;
      readonly request: JobRequest;
    }
  | {
      readonly kind: 'withdrawal';
      readonly record: BusMessage;
      readonly event: CloudEvent;
      readonly withdrawal: JobWithdrawal;
    }
  | Poison;

/** A message that nobody can act upon (P9): it is set aside, and its job, where one is known, gets an incident. */
export interface Poison {
  readonly kind: 'poison';
  readonly record: BusMessage;
  readonly reason: string;
  readonly answer?: { readonly replyTo: string; readonly sagaId: string; readonly answer: JobAnswer };
}

export function decodeCommand(record: BusMessage): Command {
  let event: CloudEvent;
  try {
    event = decodeCloudEvent(record);
  } catch (error) {
    return { kind: 'poison', record, reason: (error as Error).message };
  }
  if (!sagaId.safeParse(event.sagaId).success)
    return { kind: 'poison', record, reason: 'The saga id is empty, too long or has control characters.' };
  switch (event.type) {
    case messageTypes.jobRequested: {
      const parsed = jobRequest.safeParse(event.data);
      return parsed.success
        ? { kind: 'request', record, event, request: parsed.data }
        : poison(record, event, describeIssues(parsed.error.issues));
    }
    case messageTypes.jobWithdrawn: {
      const parsed = jobWithdrawal.safeParse(event.data);
      return parsed.success
        ? { kind: 'withdrawal', record, event, withdrawal: parsed.data }
        : poison(record, event, describeIssues(parsed.error.issues));
    }
    default:
      return {
        kind: 'poison',
        record,
        reason: `Nobody handles messages of type ${event.type} here: send job requests and withdrawals.`,
      };
  }
}

function poison(record: BusMessage, event: CloudEvent, issues: string): Poison {
  const reason = `The message breaks its schema (${event.type}): ${issues}`;
  const known = event.type === messageTypes.jobRequested ? knownJob.safeParse(event.data) : undefined;
  if (known?.success !== true) return { kind: 'poison', record, reason };
  const { replyTo, ...job } = known.data;
  return {
    kind: 'poison',
    record,
    reason,
    answer: {
      replyTo,
      sagaId: event.sagaId,
      answer: { ...job, outcome: { kind: 'failed', message: reason, retries: 0, incident: 'IO_MAPPING' } },
    },
  };
}

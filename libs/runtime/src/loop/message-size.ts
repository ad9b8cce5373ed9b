import type { FailJob, JobRequested } from '@partitura/engine';
import type { BusMessage } from '../ports/bus';

/**
 * What to tell the engine when a job's command is too large for the bus: sent anyway, it would block every message behind
 * it. Undefined when it fits.
 */
export function requestsTooLarge(
  message: BusMessage,
  event: JobRequested,
  maxBytes: number,
): FailJob | undefined {
  // A UTF-16 unit has at most 3 bytes: most messages need no count.
  if (message.value.length * 3 <= maxBytes) return undefined;
  const bytes = Buffer.byteLength(message.value);
  if (bytes <= maxBytes) return undefined;
  return {
    kind: 'failJob',
    job: event.job,
    attempt: event.attempt,
    retries: 0,
    incident: 'MESSAGE_SIZE',
    message: `The command for ${event.elementId} has ${bytes} bytes, ${maxBytes} are allowed: give the task fewer variables by input mappings.`,
  };
}

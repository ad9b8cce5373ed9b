import type { FailJob, JobRequested } from '@partitura/engine';
import type { BusMessage } from '../ports/bus';
import { InputRefusedError } from './input-refused';

/**
 * What to tell the engine when a job's command is too large for the bus: sent anyway, it would block every message behind
 * it. Undefined when it fits.
 */
export function requestsTooLarge(
  message: BusMessage,
  event: JobRequested,
  maxBytes: number,
): FailJob | undefined {
  const bytes = tooLarge(message, maxBytes);
  return bytes === undefined
    ? undefined
    : {
        kind: 'failJob',
        job: event.job,
        attempt: event.attempt,
        retries: 0,
        incident: 'MESSAGE_SIZE',
        message: `The command for ${event.elementId} has ${bytes} bytes, ${maxBytes} are allowed: give the task fewer variables by input mappings.`,
      };
}

/** Throws `InputRefusedError` when a thrown message does not fit: what led to it cannot be carried out. */
export function checkThrownSize(
  message: BusMessage,
  { elementId, name }: { readonly elementId: string; readonly name: string },
  maxBytes: number,
): void {
  const bytes = tooLarge(message, maxBytes);
  if (bytes !== undefined)
    throw new InputRefusedError(
      `The message ${name} of ${elementId} has ${bytes} bytes, ${maxBytes} are allowed: give the event fewer variables by input mappings.`,
    );
}

/** A dead letter without its value when that is too large: it is about a message that was never on the bus. */
export function letterThatFits(message: BusMessage, maxBytes: number): BusMessage {
  const bytes = tooLarge(message, maxBytes);
  return bytes === undefined
    ? message
    : { ...message, value: 'null', headers: { ...message.headers, partitura_omitted_bytes: String(bytes) } };
}

/** The size of a message when that is too large. */
function tooLarge({ value }: BusMessage, maxBytes: number): number | undefined {
  // A UTF-16 unit has at most 3 bytes: most messages need no count.
  if (value.length * 3 <= maxBytes) return undefined;
  const bytes = Buffer.byteLength(value);
  return bytes <= maxBytes ? undefined : bytes;
}

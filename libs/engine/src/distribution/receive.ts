import type { Refusal } from '../commands';
import { deliverInside } from '../messages';
import type { ReceiveMessage } from './commands';
import { elsewhere } from './send';
import type { Run } from '../run';
import { tick } from './logical-time';
import type { Part, ReceivedNumbers } from './part';

export const hasReceived = ({ upTo, beyond }: ReceivedNumbers, number: number): boolean =>
  number <= upTo || (beyond?.includes(number) ?? false);

/** A message of the same saga from another host; the same one again changes nothing (P1). */
export function receiveMessage(run: Run, part: Part, command: ReceiveMessage): Refusal | undefined {
  const { from, number, elementId, name, variables, progress, time } = command;
  const numbers = part.received[from];
  if (numbers && hasReceived(numbers, number))
    return { code: 'INVALID_STATE', message: `Message ${number} of ${from} was received already (P1).` };
  const isLate = run.state.status !== 'active' || part.stop !== undefined;
  run.emit({
    type: 'MessageReceived',
    from,
    number,
    elementId,
    name,
    ...(isLate ? { dropped: true as const } : {}),
    progress,
    time: tick(part.time, run.at, time),
  });
  // P6: what is stopped takes nothing any more.
  if (isLate) return undefined;
  for (const receiver of command.receivers)
    if (elsewhere(run, receiver) === undefined) deliverInside(run, receiver, name, variables);
  return undefined;
}

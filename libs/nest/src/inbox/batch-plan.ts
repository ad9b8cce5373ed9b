import type { BusMessage } from '@partitura/runtime';
import { decodeCommand, type Command, type Poison } from './decode-command';

export type RequestCommand = Extract<Command, { kind: 'request' }>;
export type WithdrawalCommand = Extract<Command, { kind: 'withdrawal' }>;

/** What a batch asks for, each job once. */
export interface BatchPlan {
  readonly requests: Map<string, RequestCommand>;
  readonly withdrawals: Map<string, WithdrawalCommand>;
  readonly poison: readonly Poison[];
}

/**
 * Sorts a batch by job: redeliveries inside it count once, a later attempt replaces an earlier one, and a job that is
 * withdrawn in the same batch is not begun at all (P6).
 */
export function planBatch(records: readonly BusMessage[]): BatchPlan {
  const requests = new Map<string, RequestCommand>();
  const withdrawals = new Map<string, WithdrawalCommand>();
  const poison: Poison[] = [];
  for (const record of records) {
    const command = decodeCommand(record);
    switch (command.kind) {
      case 'request': {
        const { jobKey, attempt } = command.request;
        const other = requests.get(jobKey);
        if (other === undefined || other.request.attempt < attempt) requests.set(jobKey, command);
        break;
      }
      case 'withdrawal':
        withdrawals.set(command.withdrawal.jobKey, command);
        break;
      case 'poison':
        poison.push(command);
        break;
    }
  }
  for (const jobKey of withdrawals.keys()) requests.delete(jobKey);
  return { requests, withdrawals, poison };
}

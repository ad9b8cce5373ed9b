import type { WithdrawalCommand } from './batch-plan';
import type { InboxServices } from './inbox-services';
import type { LateUndos } from './late-undos';
import type { Mark } from './marks/mark';
import { readMarks } from './marks/read-marks';
import { writeTombstones } from './marks/write-tombstones';
import { acknowledgementReply, type Reply } from './replies';
import type { SlowJobs } from './slow-jobs';

/**
 * Takes jobs back: tombstones first (P6), then whoever runs is told, and completed work is undone in the background.
 * Returns the acknowledgements that can be given at once.
 */
export async function withdraw(
  services: InboxServices,
  withdrawals: ReadonlyMap<string, WithdrawalCommand>,
  slowJobs: SlowJobs,
  lateUndos: LateUndos,
): Promise<Reply[]> {
  if (withdrawals.size === 0) return [];
  const withdrawn = await writeTombstones(
    services.dataSource,
    [...withdrawals.values()].map(({ event, withdrawal, record }) => ({
      jobKey: withdrawal.jobKey,
      sagaId: event.sagaId,
      attempt: withdrawal.attempt,
      replyTo: withdrawal.replyTo,
      command: withdrawal.handler === undefined ? null : JSON.stringify(record),
    })),
    services.owner,
    services.settings.leaseMs,
  );
  const replies: Reply[] = [];
  const before: string[] = [];
  for (const [jobKey, command] of withdrawals) {
    slowJobs.abort(jobKey, 'it has been withdrawn');
    const row = withdrawn.get(jobKey);
    if (row === undefined) before.push(jobKey);
    else if (row.undo === 'due') lateUndos.begin(command, row.trace ?? undefined);
    else replies.push(acknowledge(command, 'none', undefined));
  }
  // Delivered again: the same acknowledgement, no second effect (P1).
  for (const mark of (await readMarks(services.dataSource, before)).values()) {
    const command = withdrawals.get(mark.job_key);
    if (command !== undefined && mark.undo !== 'due')
      replies.push(acknowledge(command, mark.undo ?? 'none', mark));
  }
  return replies;
}

const acknowledge = (
  { event, withdrawal }: WithdrawalCommand,
  lateUndo: 'none' | 'done' | 'failed',
  mark: Mark | undefined,
): Reply =>
  acknowledgementReply(
    withdrawal.replyTo,
    event.sagaId,
    {
      jobKey: withdrawal.jobKey,
      elementId: withdrawal.elementId,
      lateUndo,
      ...(mark?.undo_message ? { message: mark.undo_message } : {}),
    },
    mark?.trace ?? event.traceparent,
  );

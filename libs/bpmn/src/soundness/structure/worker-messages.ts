import type { Score } from '../../model';
import type { Finding } from '../finding';
import { findingAt } from './finding-at';

/** Message flows of events whose work a worker does: what it sends comes from outside, and an inner wait never gets it. */
export function findWorkerMessages({ processes, messageFlows }: Score): readonly Finding[] {
  const nodes = new Map(processes.flatMap(({ elements }) => [...elements]));
  return processes.flatMap((process) =>
    [...process.elements.values()].flatMap((node): Finding[] => {
      if (!node.message?.inner) return [];
      const senders = messageFlows.filter(({ target }) => target === node.id).map(({ source }) => source);
      const byWorker = senders.find((source) => nodes.get(source)?.job);
      if (byWorker === undefined || senders.some((source) => nodes.get(source)?.message)) return [];
      return [
        findingAt(
          process,
          'message-never-sent',
          node,
          `${node.id}: ${byWorker} has a task definition, so that a worker sends in its own way, and the message flow carries nothing. Remove the task definition, or give the message here a subscription.`,
        ),
      ];
    }),
  );
}

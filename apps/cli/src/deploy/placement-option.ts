import { CannotRunError } from '../exit-status';

/** `orchestrated`, `choreographed` or `payment=payment,…`, as the orchestrator takes it. Throws a `CannotRunError`. */
export function placementField(text: string): string {
  if (text === 'orchestrated' || text === 'choreographed') return text;
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  const participants = pairs.map(([participant]) => participant);
  const isMap = pairs.every(([participant, host, ...more]) => participant && host && more.length === 0);
  if (!isMap || new Set(participants).size < participants.length)
    throw new CannotRunError(
      `--placement ${text} is not understood. Give orchestrated, choreographed, or the host of each participant that shall not run on the orchestrator, once: payment=payment,shipping=shipping.`,
    );
  return JSON.stringify(Object.fromEntries(pairs) as Record<string, string>);
}

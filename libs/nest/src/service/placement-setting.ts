import type { WantedPlacement } from '@partitura/runtime';
import { z } from 'zod';

const allowed =
  'allowed: orchestrated, choreographed, or the hosts of participants as JSON, e.g. {"payment":"payment"}';

const name = z.string().min(1);
const hosts = z.record(name, name);

/** Where the participants of compositions run. */
export const placementSetting = z
  .string()
  .default('orchestrated')
  .transform((text, context): WantedPlacement => {
    if (text === 'orchestrated' || text === 'choreographed') return text;
    const parsed = hosts.safeParse(json(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: allowed });
    return z.NEVER;
  });

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

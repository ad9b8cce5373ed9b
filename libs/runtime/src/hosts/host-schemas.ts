import { z } from 'zod';
import type {
  DeploymentAccepted,
  DeploymentActivated,
  DeploymentHeld,
  DeploymentOffered,
  DeploymentRefused,
  HostJoined,
  HostTurnedAway,
  HostWelcomed,
} from './host-messages';

const text = z.string().min(1);
const ofHost = { host: text, identity: z.uuid() };

export const hostJoined: z.ZodType<HostJoined> = z.object({
  ...ofHost,
  protocol: z.int(),
  session: text,
  participants: z.array(text),
  held: z.array(z.object({ score: text, hash: text, active: z.boolean(), holding: z.boolean() })),
});

export const hostWelcomed: z.ZodType<HostWelcomed> = z.object({
  ...ofHost,
  session: text,
  number: z.int().min(1),
  expects: z.array(z.object({ score: text, hash: text })),
});

export const hostTurnedAway: z.ZodType<HostTurnedAway> = z.object({ ...ofHost, reason: text });

export const deploymentOffered: z.ZodType<DeploymentOffered> = z.object({
  ...ofHost,
  key: text,
  kind: z.enum(['bpmn', 'dmn', 'form', 'schema']),
  id: text,
  version: z.int().min(1),
  hash: text,
  packed: text,
  resource: z.string(),
  deploymentKey: text,
  deployedAt: z.number(),
  placement: z.record(z.string(), text).optional(),
  participants: z.array(text),
  active: z.boolean(),
  activeFrom: z.number().optional(),
});

export const deploymentHeld: z.ZodType<DeploymentHeld> = z.object({ ...ofHost, score: text });

export const deploymentActivated: z.ZodType<DeploymentActivated> = z.object({
  ...ofHost,
  score: text,
  activeFrom: z.number().optional(),
});

export const deploymentAccepted: z.ZodType<DeploymentAccepted> = z.object({
  ...ofHost,
  score: text,
  hash: text,
  active: z.boolean(),
  holding: z.boolean(),
});

export const deploymentRefused: z.ZodType<DeploymentRefused> = z.object({
  ...ofHost,
  score: text,
  reason: text,
});

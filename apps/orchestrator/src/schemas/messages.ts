import { z } from 'zod';
import { sagaId } from './saga-id';
import { tenantId, variables } from './variables';

const name = z.string().min(1);

/** Body of `POST /v2/messages/publication`; `sagaId` is Partitura's own. */
export const publishMessage = z.strictObject({
  name,
  correlationKey: z.string().default(''),
  /** Milliseconds; 0: the message reaches who waits now. */
  timeToLive: z
    .int()
    .min(0)
    .max(365 * 86_400_000, 'buffer for a year at most')
    .default(0),
  messageId: z.string().max(1000).default(''),
  variables: variables.default({}),
  tenantId,
  sagaId: sagaId.optional(),
});

/** Body of `POST /v2/messages/correlation`. */
export const correlateMessage = z.strictObject({
  name,
  correlationKey: z.string().default(''),
  variables: variables.default({}),
  tenantId,
});

/** Body of `POST /v2/signals/broadcast`. */
export const broadcastSignal = z.strictObject({
  signalName: name,
  variables: variables.default({}),
  tenantId,
});

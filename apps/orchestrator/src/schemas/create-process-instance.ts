import { z } from 'zod';
import { key } from './key';
import { sagaId } from './saga-id';
import { operationReference, tenantId, variables } from './variables';

/** Body of `POST /v2/process-instances`; `sagaId` is Partitura's own. */
export const createProcessInstance = z
  .strictObject({
    processDefinitionId: z.string().min(1).optional(),
    processDefinitionKey: key.optional(),
    processDefinitionVersion: z.int().min(-1).optional(),
    variables: variables.default({}),
    tenantId,
    awaitCompletion: z.boolean().default(false),
    fetchVariables: z.array(z.string()).optional(),
    requestTimeout: z.int().min(0).max(3_600_000).default(0),
    operationReference,
    startInstructions: z.array(z.never('not supported yet: leave it out or empty')).optional(),
    runtimeInstructions: z.array(z.never('not supported yet: leave it out or empty')).optional(),
    tags: z.array(z.never('not supported yet: leave it out or empty')).optional(),
    sagaId: sagaId.optional(),
  })
  .refine(
    (body) => (body.processDefinitionId === undefined) !== (body.processDefinitionKey === undefined),
    'give either processDefinitionId or processDefinitionKey',
  );

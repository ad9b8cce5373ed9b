import { z } from 'zod';
import { key } from './key';
import { tenantId, variables } from './variables';

/** Body of `POST /v2/decision-definitions/evaluation`. */
export const evaluateDecision = z
  .strictObject({
    decisionDefinitionId: z.string().min(1).optional(),
    decisionDefinitionKey: key.optional(),
    variables: variables.default({}),
    tenantId,
  })
  .refine(
    (body) => (body.decisionDefinitionId === undefined) !== (body.decisionDefinitionKey === undefined),
    'give either decisionDefinitionId or decisionDefinitionKey',
  );

/** Body of `POST /v2/conditionals/evaluation`. */
export const evaluateConditionals = z.strictObject({
  variables,
  processDefinitionKey: key.optional(),
  tenantId,
});

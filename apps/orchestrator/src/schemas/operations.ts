import { z } from 'zod';
import { key } from './key';
import { operationReference, variables } from './variables';

export const cancelInstance = z.strictObject({ operationReference }).nullish();

const variableInstructions = z
  .array(
    z.strictObject({
      variables,
      scopeId: z.literal('', 'variables go to the process instance: leave scopeId out').nullish(),
    }),
  )
  .nullish()
  .transform((instructions) =>
    instructions?.length
      ? instructions.reduce((all, one) => ({ ...all, ...one.variables }), {} as z.output<typeof variables>)
      : undefined,
  );

const anywhere = z
  .literal(['-1', ''], 'choosing a scope by its key is not supported: leave it out')
  .nullish();

/** Body of `POST /v2/process-instances/{key}/modification`. */
export const modifyInstance = z
  .strictObject({
    activateInstructions: z
      .array(
        z.strictObject({
          elementId: z.string().min(1),
          variableInstructions,
          ancestorElementInstanceKey: anywhere,
        }),
      )
      .default([]),
    moveInstructions: z
      .array(
        z.strictObject({
          sourceElementInstruction: z.discriminatedUnion('sourceType', [
            z.strictObject({ sourceType: z.literal('byId'), sourceElementId: z.string().min(1) }),
            z.strictObject({ sourceType: z.literal('byKey'), sourceElementInstanceKey: key }),
          ]),
          targetElementId: z.string().min(1),
          ancestorScopeInstruction: z
            .looseObject({ ancestorScopeType: z.enum(['inferred', 'sourceParent']) })
            .nullish(),
          variableInstructions,
        }),
      )
      .default([]),
    terminateInstructions: z
      .array(
        z.union([
          z.strictObject({ elementInstanceKey: key }),
          z.strictObject({ elementId: z.string().min(1) }),
        ]),
      )
      .default([]),
    operationReference,
  })
  .refine(
    ({ activateInstructions, moveInstructions, terminateInstructions }) =>
      activateInstructions.length + moveInstructions.length + terminateInstructions.length > 0,
    'give an instruction: what to activate, to move or to terminate',
  );

/** Body of `POST /v2/process-instances/{key}/migration`. */
export const migrateInstance = z.strictObject({
  mappingInstructions: z
    .array(z.strictObject({ sourceElementId: z.string().min(1), targetElementId: z.string().min(1) }))
    .refine(
      (all) => new Set(all.map(({ sourceElementId }) => sourceElementId)).size === all.length,
      'name each source element once',
    ),
  targetProcessDefinitionKey: key,
  operationReference,
});

/** Body of `PUT /v2/element-instances/{key}/variables`. */
export const setVariables = z.strictObject({
  variables,
  local: z.boolean().default(false),
  operationReference,
});

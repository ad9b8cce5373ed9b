import { z } from 'zod';
import { oneOf } from './filter-property';
import { key } from './key';
import { page, sortBy } from './page';

/** Camunda's states and the own ones that they stand for. */
export const instanceStates = {
  ACTIVE: ['active'],
  COMPLETED: ['completed'],
  TERMINATED: ['canceled', 'compensated'],
  active: ['active'],
  completed: ['completed'],
  canceled: ['canceled'],
  compensated: ['compensated'],
} as const;

const stateNames = Object.keys(instanceStates) as (keyof typeof instanceStates)[];

export const searchProcessInstances = z
  .strictObject({
    page,
    sort: sortBy('processInstanceKey', 'startDate'),
    filter: z
      .strictObject({
        processInstanceKey: oneOf(key).optional(),
        processDefinitionId: oneOf(z.string()).optional(),
        processDefinitionKey: oneOf(key).optional(),
        processDefinitionVersion: oneOf(z.int()).optional(),
        state: oneOf(z.enum(stateNames)).optional(),
        parentProcessInstanceKey: oneOf(key).optional(),
        parentElementInstanceKey: oneOf(key).optional(),
        hasIncident: z.boolean().optional(),
        tenantId: oneOf(z.string()).optional(),
        sagaId: oneOf(z.string()).optional(),
      })
      .default({}),
  })
  .prefault({});

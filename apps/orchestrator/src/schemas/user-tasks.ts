import { parseDateTime } from '@partitura/feel';
import { z } from 'zod';
import { oneOf } from './filter-property';
import { key } from './key';
import { page, sortBy } from './page';
import { variables } from './variables';

const action = z.string().nullish();

const dateTime = z.string().refine((text) => {
  try {
    return text === '' || parseDateTime(text) > 0;
  } catch {
    return false;
  }
}, 'give an ISO 8601 date-time, or an empty text for none');

export const completeUserTask = z
  .strictObject({ variables: variables.nullish(), action })
  .nullish()
  .transform((body) => ({ variables: body?.variables ?? {} }));

export const assignUserTask = z.strictObject({
  assignee: z.string().min(1),
  allowOverride: z.boolean().nullish(),
  action,
});

export const updateUserTask = z.strictObject({
  changeset: z
    .strictObject({
      candidateGroups: z.array(z.string()).nullish(),
      candidateUsers: z.array(z.string()).nullish(),
      dueDate: dateTime.nullish(),
      followUpDate: dateTime.nullish(),
      priority: z.int().min(0).max(100).nullish(),
    })
    .nullish(),
  action,
});

export const searchUserTasks = z
  .strictObject({
    page,
    sort: sortBy('userTaskKey', 'creationDate'),
    filter: z
      .strictObject({
        userTaskKey: oneOf(key).optional(),
        processInstanceKey: oneOf(key).optional(),
        processDefinitionId: z.string().optional(),
        elementId: z.string().optional(),
        assignee: oneOf(z.string()).optional(),
        candidateGroup: oneOf(z.string()).optional(),
        candidateUser: oneOf(z.string()).optional(),
        /** Tasks that have ended are not kept: only CREATED finds anything. */
        state: oneOf(z.enum(['CREATED', 'COMPLETED', 'CANCELED', 'FAILED'])).optional(),
        tenantId: oneOf(z.string()).optional(),
        sagaId: oneOf(z.string()).optional(),
      })
      .default({}),
  })
  .prefault({});

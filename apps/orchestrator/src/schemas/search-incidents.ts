import { z } from 'zod';
import { oneOf } from './filter-property';
import { key } from './key';
import { page, sortBy } from './page';

export const searchIncidents = z
  .strictObject({
    page,
    sort: sortBy('incidentKey', 'creationTime'),
    filter: z
      .strictObject({
        incidentKey: oneOf(key).optional(),
        processInstanceKey: oneOf(key).optional(),
        processDefinitionId: oneOf(z.string()).optional(),
        processDefinitionKey: oneOf(key).optional(),
        elementId: oneOf(z.string()).optional(),
        errorType: oneOf(z.string()).optional(),
        /** Resolved incidents are not kept: only ACTIVE finds anything. */
        state: oneOf(z.enum(['ACTIVE', 'PENDING', 'RESOLVED', 'MIGRATED'])).optional(),
        tenantId: oneOf(z.string()).optional(),
        sagaId: oneOf(z.string()).optional(),
      })
      .default({}),
  })
  .prefault({});

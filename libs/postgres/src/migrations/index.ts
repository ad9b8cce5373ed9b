import { migrate } from '../migrate';
import { sagas } from './0001-sagas';
import { resources } from './0002-resources';
import { receivers } from './0003-receivers';
import { openJobs } from './0004-open-jobs';

/** Schema of the orchestrator's own tables. */
export const SCHEMA = 'partitura';

/** Creates or updates the orchestrator's tables; see `migrate`. */
export const migrateSagaStore = (url: string): Promise<void> =>
  migrate({ url, schema: SCHEMA, migrations: [sagas, resources, receivers, openJobs] });

import { migrate } from '../migrate';
import { sagas } from './0001-sagas';
import { resources } from './0002-resources';
import { receivers } from './0003-receivers';
import { openJobs } from './0004-open-jobs';
import { placements } from './0005-placements';
import { remoteParts } from './0006-remote-parts';
import { hosts } from './0007-hosts';
import { changeovers } from './0008-changeovers';
import { welcomes } from './0009-welcomes';
import { batchBlocks } from './0010-batch-blocks';

/** Schema of the engine's own tables, in the database of whichever service is a host. */
export const SCHEMA = 'partitura_engine';

/** Its name before services could be hosts: `partitura` holds their inbox and outbox. */
const EARLIER_SCHEMA = 'partitura';

/** Creates or updates the engine's tables; see `migrate`. */
export const migrateSagaStore = (url: string): Promise<void> =>
  migrate({
    url,
    schema: SCHEMA,
    renamed: { from: EARLIER_SCHEMA, where: 'sagas' },
    migrations: [
      sagas,
      resources,
      receivers,
      openJobs,
      placements,
      remoteParts,
      hosts,
      changeovers,
      welcomes,
      batchBlocks,
    ],
  });

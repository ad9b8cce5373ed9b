export { type Migration, type MigrationPlan, migrate, NewerDatabaseError } from './migrate';
export { migrateSagaStore, SCHEMA } from './migrations';
export { createHostStore } from './host-store/postgres-host-store';
export { createSagaStore } from './saga-store/postgres-saga-store';
export { createScoreStore } from './score-store/postgres-score-store';
export { createEmbeddedBus, type EmbeddedBus, type EmbeddedBusOptions } from './embedded-bus/embedded-bus';
export { createSagaQueries } from './saga-queries/postgres-saga-queries';
export { storeError } from './saga-store/store-errors';

import { Global, Module } from '@nestjs/common';
import { EngineDatabase } from './engine-database';
import { HostedTasks } from './hosted-tasks';
import { Sagas } from './sagas';
import { ServiceHost } from './service-host';

/**
 * Makes a service a host, by being imported: fragments of compositions that are placed on it run here, in the schema
 * `partitura_engine` of the service's own database (migrated at start), and its tasks are local calls in the same transaction.
 *
 * Needs `PartituraModule` beside it, which `bootstrapService` brings.
 */
@Global()
@Module({
  providers: [EngineDatabase, HostedTasks, ServiceHost, Sagas],
  exports: [ServiceHost, Sagas],
})
export class HostModule {}

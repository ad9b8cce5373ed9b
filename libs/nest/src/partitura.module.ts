import { type BeforeApplicationShutdown, type DynamicModule, Global, Module, Optional } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TaskRegistry } from './handlers/task-registry';
import { ServiceHost } from './hosting/service-host';
import { InboxConsumer } from './inbox/inbox-consumer';
import { JobMetrics } from './jobs/job-metrics';
import { OutboxRelay } from './outbox/outbox-relay';
import { OutboxService } from './outbox/outbox-service';
import { PARTICIPANT_OPTIONS, type ParticipantOptions } from './participant-options';
import { PartituraServer } from './transport/partitura-server';

/**
 * Inbox and outbox of one participant, on the application's TypeORM `DataSource` (Postgres, schema `partitura`
 * migrated by `migrate`). `connectParticipant(app)` starts it; `bootstrapService` does all of it.
 */
@Global()
@Module({})
export class PartituraModule implements BeforeApplicationShutdown {
  constructor(
    private readonly consumer: InboxConsumer,
    private readonly relay: OutboxRelay,
    @Optional() private readonly host?: ServiceHost,
  ) {}

  /** Before data source and bus are closed; the relay last, for handlers may have had something to say. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.consumer.stop(), this.host?.stop()]);
    await this.relay.stop();
  }

  static forRoot(options: ParticipantOptions): DynamicModule {
    return {
      module: PartituraModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: PARTICIPANT_OPTIONS, useValue: options },
        TaskRegistry,
        JobMetrics,
        InboxConsumer,
        OutboxRelay,
        OutboxService,
        PartituraServer,
      ],
      exports: [
        PARTICIPANT_OPTIONS,
        TaskRegistry,
        JobMetrics,
        OutboxService,
        OutboxRelay,
        InboxConsumer,
        PartituraServer,
      ],
    };
  }
}

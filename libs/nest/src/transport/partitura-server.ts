import { Inject, Injectable, Optional } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { checkWiring } from '../handlers/check-wiring';
import type { TaskContext } from '../handlers/task-context';
import type { TaskExtras } from '../handlers/task-metadata';
import { TaskRegistry } from '../handlers/task-registry';
import { PARTITURA_TRANSPORT } from '../handlers/transport';
import { ConcurrencyGate } from '../jobs/concurrency-gate';
import { ServiceHost } from '../hosting/service-host';
import { InboxConsumer } from '../inbox/inbox-consumer';
import { inboxDefaults, PARTICIPANT_OPTIONS, type ParticipantOptions } from '../participant-options';

/**
 * Nest transport on the bus: handlers of `@Participant` classes are ordinary Nest message handlers, with guards,
 * interceptors, pipes and exception filters.
 *
 * `listen` throws when the wiring is wrong; joining the bus goes on in the background when it is away.
 */
@Injectable()
export class PartituraServer extends Server implements CustomTransportStrategy {
  override readonly transportId = PARTITURA_TRANSPORT;

  constructor(
    @Inject(PARTICIPANT_OPTIONS) private readonly options: ParticipantOptions,
    private readonly registry: TaskRegistry,
    private readonly consumer: InboxConsumer,
    private readonly discovery: DiscoveryService,
    /** Where the service is a host. */
    @Optional() readonly host?: ServiceHost,
  ) {
    super();
  }

  override addHandler(
    pattern: string,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Partial<TaskExtras> = {},
  ): void {
    super.addHandler(pattern, callback, isEventHandler, extras);
    const task = extras.partitura;
    if (task === undefined) return;
    this.registry.add({
      jobType: task.jobType,
      task,
      callback: callback as MessageHandler<unknown, TaskContext>,
      gate: new ConcurrencyGate(
        task.concurrency ?? this.options.inbox?.concurrency ?? inboxDefaults.concurrency,
      ),
    });
  }

  listen(callback: (error?: unknown) => void): void {
    try {
      checkWiring(this.discovery, this.options.participant);
      this.registry.checkCompensations();
    } catch (error) {
      callback(error);
      return;
    }
    this.consumer.start();
    this.host?.start();
    callback();
  }

  /** Finishes the work in hand and leaves the consumer group. */
  async close(): Promise<void> {
    await this.consumer.stop();
  }

  on(): never {
    throw new Error('The Partitura transport emits no events: ask /health/ready, or the consumer’s health.');
  }

  unwrap<T>(): T {
    return this.options.bus as T;
  }
}

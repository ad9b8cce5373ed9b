import { createKafkaBus } from '@partitura/kafka';
import { createEmbeddedBus } from '@partitura/postgres';
import type { Bus } from '@partitura/runtime';
import type { Logger, MessagingSystem } from '@partitura/telemetry';
import type { ServiceEnvironment } from './environment';

type BusEnvironment = Pick<ServiceEnvironment, 'KAFKA_BROKERS' | 'BUS_DATABASE_URL'>;

/** Kafka where brokers are named, else the embedded bus; it connects in the background. */
export function createBus(environment: BusEnvironment, name: string, logger: Logger): Bus {
  const onProblem = (what: string, error: unknown): void => logger.warn({ err: error, context: 'Bus' }, what);
  if (environment.KAFKA_BROKERS.length > 0)
    return createKafkaBus({ brokers: environment.KAFKA_BROKERS, clientId: name, onProblem });
  if (environment.BUS_DATABASE_URL === undefined)
    throw new Error(
      'Neither KAFKA_BROKERS nor BUS_DATABASE_URL is set: name brokers, or the embedded bus’s database.',
    );
  return createEmbeddedBus({
    url: environment.BUS_DATABASE_URL,
    name,
    onProblem,
  });
}

/** The bus's name in messaging spans. */
export const messagingSystemOf = (environment: BusEnvironment): MessagingSystem =>
  environment.KAFKA_BROKERS.length > 0 ? 'kafka' : 'partitura';

import { z } from 'zod';
import { readEnvironment } from './read-environment';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** `host:port` pairs, separated by commas; empty: none. */
const brokers = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((broker) => broker.trim())
      .filter((broker) => broker !== ''),
  )
  .refine((list) => list.every((broker) => /^[^\s:]+:\d{1,5}$/.test(broker)), {
    message: 'allowed: host:port pairs separated by commas, or nothing for the embedded bus',
  });

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\/\S+$/, {
  message: 'allowed: a URL like postgresql://user:password@host:5432/database',
});

/** What every process of Partitura with an HTTP port and the bus reads. */
export const baseEnvironment = z.object({
  HOST: z
    .string()
    .min(1, { message: 'allowed: an address to listen on, e.g. 127.0.0.1 or 0.0.0.0' })
    .default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { message: 'allowed: a port from 0 to 65535 (0: any free one)' })
    .transform(Number)
    .refine((port) => port <= 65_535, { message: 'allowed: a port from 0 to 65535 (0: any free one)' }),
  DATABASE_URL: postgresUrl,
  KAFKA_BROKERS: brokers,
  BUS_DATABASE_URL: postgresUrl.optional(),
  PLACEMENT: z
    .enum(['orchestrated'], {
      error: ({ input }) =>
        input === 'choreographed'
          ? 'this release runs every fragment on the orchestrator; allowed: orchestrated'
          : 'allowed: orchestrated',
    })
    .default('orchestrated'),
  LOG_LEVEL: z.enum(logLevels, { error: `allowed: ${logLevels.join(', ')}` }).default('info'),
});

/** The embedded bus needs a database, Kafka does not. */
export const needsABus = {
  check: (environment: { KAFKA_BROKERS: string[]; BUS_DATABASE_URL?: string }) =>
    environment.KAFKA_BROKERS.length > 0 || environment.BUS_DATABASE_URL !== undefined,
  params: {
    path: ['BUS_DATABASE_URL'],
    message: 'required while KAFKA_BROKERS is empty: the URL of the database of the embedded bus',
  },
};

export const serviceEnvironment = baseEnvironment.refine(needsABus.check, needsABus.params);

export type ServiceEnvironment = z.infer<typeof baseEnvironment>;

/** Injection token of the validated environment. */
export const ENVIRONMENT = Symbol('partitura.environment');

/** Reads and checks the variables of a service; throws `EnvironmentError` that names every variable at fault. */
export const readServiceEnvironment = (source: NodeJS.ProcessEnv = process.env): ServiceEnvironment =>
  readEnvironment(serviceEnvironment, source);

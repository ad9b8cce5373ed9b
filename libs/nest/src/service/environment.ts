import { z } from 'zod';
import { placementSetting } from './placement-setting';
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
  PLACEMENT: placementSetting,
  LOG_LEVEL: z.enum(logLevels, { error: `allowed: ${logLevels.join(', ')}` }).default('info'),
});

/** The embedded bus needs a database, Kafka does not. */
const namesABus = ({ KAFKA_BROKERS, BUS_DATABASE_URL }: Record<string, unknown>): boolean =>
  (KAFKA_BROKERS as string[]).length > 0 || BUS_DATABASE_URL !== undefined;

export type ServiceEnvironment = z.infer<typeof baseEnvironment>;

/** Injection token of the validated environment. */
export const ENVIRONMENT = Symbol('partitura.environment');

/**
 * Reads and checks the variables of a service, and those of `more` beside them.
 *
 * Throws `EnvironmentError` that names every variable at fault.
 */
export function readServiceEnvironment<More extends z.ZodRawShape = Record<never, never>>(
  source: NodeJS.ProcessEnv = process.env,
  more?: More,
): ServiceEnvironment & z.infer<z.ZodObject<More>> {
  const schema = baseEnvironment.extend(more ?? {}).refine(namesABus, {
    path: ['BUS_DATABASE_URL'],
    message: 'required while KAFKA_BROKERS is empty: the URL of the database of the embedded bus',
    // Beside other problems, too: all of them at once.
    when: ({ value }) => Array.isArray((value as Record<string, unknown>).KAFKA_BROKERS),
  });
  return readEnvironment(schema, source) as ServiceEnvironment & z.infer<z.ZodObject<More>>;
}

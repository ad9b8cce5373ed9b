import { type Socket } from 'node:net';
import { type KafkaConfig } from 'kafkajs';

export interface KafkaBusOptions {
  /** `host:port`, one or more. */
  readonly brokers: readonly string[];
  /** Shown in the broker's logs and metrics. */
  readonly clientId: string;
  readonly ssl?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
  /** Of topics that are made; should divide 64. */
  readonly partitions?: number;
  /** Of topics that are made; default what the broker has set. */
  readonly replicationFactor?: number;
  /** How long a message may wait for the broker before `publish` rejects. */
  readonly sendTimeoutMs?: number;
  /** A member that is silent for so long loses its partitions; the broker's `group.min.session.timeout.ms` is the least. */
  readonly sessionTimeoutMs?: number;
  readonly heartbeatMs?: number;
  /** How long after the work its offset is committed: what comes again after a crash. */
  readonly commitMs?: number;
  /** How a connection is opened; for tests that cut it. */
  readonly connect?: (
    address: { readonly host: string; readonly port: number },
    onConnect: () => void,
  ) => Socket;
  /** Hears what goes wrong and is tried again. */
  readonly onProblem?: (what: string, error: unknown) => void;
}

export type KafkaBusSettings = Required<Omit<KafkaBusOptions, 'ssl' | 'sasl' | 'connect'>> &
  Pick<KafkaBusOptions, 'ssl' | 'sasl' | 'connect'>;

export function withDefaults(options: KafkaBusOptions): KafkaBusSettings {
  return {
    partitions: 4,
    replicationFactor: -1,
    onProblem: () => undefined,
    ...options,
    sendTimeoutMs: options.sendTimeoutMs ?? 10_000,
    sessionTimeoutMs: options.sessionTimeoutMs ?? 6_000,
    heartbeatMs: options.heartbeatMs ?? 500,
    commitMs: options.commitMs ?? 200,
  };
}

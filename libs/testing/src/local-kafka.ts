import { createRequire } from 'node:module';

export interface LocalKafka {
  /** `host:port`. */
  readonly bootstrap: string;
  readonly port: number;
  readonly pid: number;
  /** SIGTERM; resolves when it is gone. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface LocalKafkaOptions {
  /** Keeps the data; the next start goes on with them. */
  readonly dir: string;
  readonly port?: number;
  /** It outlives this process. */
  readonly keepAlive?: boolean;
}

interface Starter {
  startKafka(options: LocalKafkaOptions & { readonly forTests: boolean }): Promise<LocalKafka>;
}

/** Starts a broker of its own, with session timeouts down to 1 s. Throws with the remedy where there is no Java. */
export function startLocalKafka(options: LocalKafkaOptions): Promise<LocalKafka> {
  // Loaded on use: the starter is a script of the repository, which a build leaves out.
  const load = createRequire(__filename);
  const { startKafka } = load('../../../infra/kafka/kafka.mjs') as Starter;
  return startKafka({ ...options, forTests: true });
}

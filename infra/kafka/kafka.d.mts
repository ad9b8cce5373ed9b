export interface KafkaBroker {
  /** `host:port`. */
  readonly bootstrap: string;
  readonly port: number;
  readonly pid: number;
  /** SIGTERM; resolves when it is gone (0.5–1.5 s). */
  stop(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface StartKafkaOptions {
  readonly dir: string;
  readonly port?: number;
  readonly controllerPort?: number;
  readonly fresh?: boolean;
  readonly forTests?: boolean;
  readonly keepAlive?: boolean;
  readonly onProgress?: (line: string) => void;
}

export function startKafka(options: StartKafkaOptions): Promise<KafkaBroker>;
export function fetchJars(options?: { readonly onProgress?: (line: string) => void }): Promise<void>;
export function whyNoKafka(): Promise<string | undefined>;
export function stopLeftOver(dir: string): Promise<void>;

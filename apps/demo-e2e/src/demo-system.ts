import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase, eventually, freePort, type TestDatabase } from '@partitura/testing';
import { emptyBroker } from './empty-broker';
import { type ServiceName, serviceNames } from './service-names';

const runFile = promisify(execFile);
const root = join(__dirname, '..', '..', '..');
const startsWithinMs = 60_000;
const keptLines = 60;

export interface DemoOptions {
  /** Empty: the embedded bus. */
  readonly brokers?: readonly string[];
  /** `PLACEMENT` of the orchestrator. */
  readonly placement?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The five services of the demo as processes of their own, each on a database of its own. */
export class DemoSystem {
  private readonly children = new Map<ServiceName, ChildProcess>();
  private readonly output = new Map<ServiceName, string[]>();

  private constructor(
    private readonly databases: Readonly<Record<ServiceName | 'bus', TestDatabase>>,
    private readonly ports: Readonly<Record<ServiceName, number>>,
    private readonly options: DemoOptions,
  ) {}

  static async start(options: DemoOptions = {}): Promise<DemoSystem> {
    await runFile(process.execPath, [join(root, 'tools', 'build.mjs')]);
    if (options.brokers?.length) await emptyBroker(options.brokers);
    const databases = await each([...serviceNames, 'bus'] as const, () => createTestDatabase());
    const ports = await each(serviceNames, () => freePort());
    const system = new DemoSystem(databases, ports, options);
    try {
      await Promise.all(serviceNames.map((name) => system.start(name)));
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
  }

  url(name: ServiceName): string {
    return `http://127.0.0.1:${this.ports[name]}`;
  }

  databaseUrl(name: ServiceName | 'bus'): string {
    return this.databases[name].url;
  }

  /** Starts a service (again) and waits until it is ready. */
  async start(name: ServiceName): Promise<void> {
    const child = spawn(process.execPath, [join(root, 'dist', 'apps', name, 'src', 'main.js')], {
      env: { ...process.env, ...this.environment(name) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.children.set(name, child);
    const lines = this.output.get(name) ?? [];
    this.output.set(name, lines);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        lines.push(...text.split('\n').filter(Boolean));
        lines.splice(0, lines.length - keptLines);
      });
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`${name} has ended:\n${lines.join('\n')}`);
      const response = await fetch(`${this.url(name)}/health/ready`).catch(() => undefined);
      if (response?.status === 200) return;
      const report = (await response?.text()) ?? 'it does not answer';
      throw new Error(`${name} is not ready: ${report}\n${lines.join('\n')}`);
    }, startsWithinMs);
  }

  /** The latest lines that a service has printed. */
  linesOf(name: ServiceName): readonly string[] {
    return this.output.get(name) ?? [];
  }

  /** kill -9: no chance to finish anything. */
  async kill(name: ServiceName): Promise<void> {
    await this.end(name, 'SIGKILL');
  }

  /** SIGTERM; answers the exit status. */
  async terminate(name: ServiceName): Promise<number | null> {
    return this.end(name, 'SIGTERM');
  }

  async stop(): Promise<void> {
    await Promise.all(serviceNames.map((name) => this.end(name, 'SIGTERM')));
    await Promise.all(Object.values(this.databases).map((database) => database.drop()));
  }

  private async end(name: ServiceName, signal: NodeJS.Signals): Promise<number | null> {
    const child = this.children.get(name);
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
    this.children.delete(name);
    return child.exitCode;
  }

  private environment(name: ServiceName): Record<string, string> {
    const { brokers = [], placement = 'orchestrated', env = {} } = this.options;
    return {
      HOST: '127.0.0.1',
      PORT: String(this.ports[name]),
      DATABASE_URL: this.databases[name].url,
      BUS_DATABASE_URL: this.databases.bus.url,
      KAFKA_BROKERS: brokers.join(','),
      PROCESSES_DIR: join(root, 'processes'),
      PLACEMENT: placement,
      LOG_LEVEL: 'info',
      ...env,
    };
  }
}

/** Makes one thing for each name, all at once. */
async function each<Name extends string, T>(
  names: readonly Name[],
  make: (name: Name) => Promise<T>,
): Promise<Record<Name, T>> {
  const made = await Promise.all(names.map(async (name) => [name, await make(name)] as const));
  return Object.fromEntries(made) as Record<Name, T>;
}

import { Client, DatabaseError, type QueryConfig, type QueryResultRow } from 'pg';
import { BusUnavailableError } from '@partitura/runtime';
import { NewerDatabaseError } from '../migrate';

export interface ConnectionOptions {
  readonly url: string;
  /** Shown by `pg_stat_activity`. */
  readonly name: string;
  readonly queryTimeoutMs: number;
  /** Runs on each new connection before anything else. */
  readonly prepare?: (client: Client) => Promise<void>;
  readonly onNotification?: (payload: string) => void;
}

/** One connection to Postgres that comes back: a query after a loss connects anew. */
export class Connection {
  private client: Client | undefined;
  private connecting: Promise<Client> | undefined;
  private closed = false;
  private last: Promise<void> = Promise.resolve();
  /** What went wrong last; undefined while it works. */
  problem: string | undefined = 'Not connected to Postgres yet.';

  constructor(private readonly options: ConnectionOptions) {}

  /** Rows of a statement, one statement after the other. Rejects with `BusUnavailableError` when the database cannot answer now. */
  query<R extends QueryResultRow>(query: QueryConfig): Promise<R[]> {
    const result = this.last.then(() => this.run<R>(query));
    this.last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  private async run<R extends QueryResultRow>(query: QueryConfig): Promise<R[]> {
    const client = await this.connect();
    try {
      return (await client.query<R>(query)).rows;
    } catch (error) {
      if (isTransient(error) && !(error instanceof DatabaseError)) this.drop(client);
      throw this.translate(error as Error);
    }
  }

  /** `BusUnavailableError` for what passes by itself; anything else unchanged. */
  translate(error: Error): Error {
    return isTransient(error) ? this.unavailable(error) : error;
  }

  async connect(): Promise<Client> {
    if (this.client) return this.client;
    this.connecting ??= this.open().finally(() => (this.connecting = undefined));
    return this.connecting;
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = this.client ?? (await this.connecting?.catch(() => undefined));
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async open(): Promise<Client> {
    if (this.closed) throw new BusUnavailableError('The bus is closed.');
    const { url, name, queryTimeoutMs, prepare, onNotification } = this.options;
    const client = new Client({
      connectionString: url,
      application_name: name,
      connectionTimeoutMillis: 5_000,
      query_timeout: queryTimeoutMs,
      keepAlive: true,
    });
    client.on('error', (error) => {
      this.unavailable(error);
      this.drop(client);
    });
    client.on('end', () => this.drop(client));
    if (onNotification) client.on('notification', ({ payload }) => onNotification(payload ?? ''));
    try {
      await client.connect();
      await prepare?.(client);
    } catch (error) {
      this.drop(client);
      throw this.translate(error as Error);
    }
    this.client = client;
    this.problem = undefined;
    return client;
  }

  private drop(client: Client): void {
    if (this.client === client) {
      this.client = undefined;
      this.problem ??= this.describe('the connection ended');
    }
    // With a query under way this cuts the socket, so that a server which hangs keeps nothing waiting.
    void client.end().catch(() => undefined);
  }

  private unavailable(cause: Error): BusUnavailableError {
    this.problem = this.describe(cause.message || (cause as NodeJS.ErrnoException).code || 'no answer');
    return new BusUnavailableError(this.problem, { cause });
  }

  private describe(what: string): string {
    const { hostname, port, pathname } = new URL(this.options.url);
    return (
      `Postgres of the embedded bus (${hostname}:${port || 5432}${pathname}) cannot be used: ${what}. ` +
      'Check that it runs and that the address is right; work resumes by itself.'
    );
  }
}

/** Classes of SQLSTATE that pass: connection, rolled back, out of resources, operator, system; and a database not made yet. */
const transient = /^(08|40|53|57|58|3D000)/;

/** What pg throws without a SQLSTATE comes from the socket or from its own timeouts. */
const isTransient = (error: unknown): boolean => {
  if (error instanceof DatabaseError) return transient.test(error.code ?? '');
  return !(error instanceof TypeError || error instanceof RangeError || error instanceof NewerDatabaseError);
};

import type { DataSource, EntityManager } from 'typeorm';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';

/** A job that is withdrawn, late or answered elsewhere has no business in the database any more. */
export class TransactionClosedError extends Error {
  readonly code = 'TRANSACTION_CLOSED';

  constructor(reason: string) {
    super(`The transaction of this job is closed: ${reason}. Stop the handler when ctx.signal aborts.`);
    this.name = 'TransactionClosedError';
  }
}

/** As much of a pg client as is needed here. */
interface Connection {
  query(sql: string): Promise<unknown>;
}

/**
 * One transaction whose BEGIN is sent before its first query, and never when there is none: a handler may hold it
 * during long outside calls without keeping a connection.
 */
export class LazyTransaction extends PostgresQueryRunner {
  private begun?: Promise<unknown>;
  private closed?: string;

  private constructor(driver: PostgresDriver) {
    super(driver, 'master');
    // TypeORM's own operations would otherwise begin, and commit, a transaction of theirs.
    this.isTransactionActive = true;
    this.transactionDepth = 1;
  }

  static of(dataSource: DataSource): LazyTransaction {
    const transaction = new LazyTransaction(dataSource.driver as PostgresDriver);
    const manager: EntityManager = dataSource.createEntityManager(transaction);
    return Object.assign(transaction, { manager });
  }

  /** Something was asked of the database. */
  get used(): boolean {
    return this.begun !== undefined;
  }

  /** Every query asks for the connection first. */
  override async connect(): Promise<Connection> {
    const connection = await this.open();
    await (this.begun ??= connection.query('BEGIN'));
    // Closed while it waited: a query behind the ROLLBACK would commit on its own.
    if (this.closed !== undefined) throw new TransactionClosedError(this.closed);
    return connection;
  }

  /** Commits what was done, if anything was, and gives the connection back. */
  async commit(): Promise<void> {
    try {
      if (this.used) await this.commitTransaction();
    } finally {
      await this.end('it has been committed');
    }
  }

  /** Takes back what was done and refuses queries from now on. */
  async rollback(reason: string): Promise<void> {
    if (this.closed !== undefined) return;
    this.closed = reason;
    try {
      // Waits its turn on the connection behind a query that is under way.
      if (this.used) await ((await super.connect()) as Connection).query('ROLLBACK');
    } catch {
      // A broken connection has rolled back by itself.
    } finally {
      this.isTransactionActive = false;
      await this.release();
    }
  }

  private async open(): Promise<Connection> {
    if (this.closed !== undefined) throw new TransactionClosedError(this.closed);
    return (await super.connect()) as Connection;
  }

  private async end(reason: string): Promise<void> {
    this.closed = reason;
    this.isTransactionActive = false;
    await this.release();
  }
}

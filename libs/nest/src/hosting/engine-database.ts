import { Inject, Injectable } from '@nestjs/common';
import { migrateSagaStore } from '@partitura/postgres';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { PARTICIPANT_OPTIONS, type ParticipantOptions } from '../participant-options';

/**
 * The loop commits on one connection; the others serve timers, sweeps and steps within transactions of handlers. They are
 * not the service's own: a handler keeps its connection until its step is written, and would wait for itself.
 */
const connections = 4;

/** The engine's connections to its own schema in the service's database. */
@Injectable()
export class EngineDatabase {
  readonly pool: Pool;
  private readonly url: string;

  constructor(@Inject(PARTICIPANT_OPTIONS) { participant }: ParticipantOptions, dataSource: DataSource) {
    const { url } = dataSource.options as { url?: string };
    if (url === undefined)
      throw new Error('The data source has no `url`: give it one, the engine of this host connects by it.');
    this.url = url;
    this.pool = new Pool({
      connectionString: url,
      max: connections,
      application_name: `partitura-${participant}-engine`,
    });
    // The pool replaces it, and whoever needs a connection hears of it by the own query.
    this.pool.on('error', () => undefined);
  }

  /** Brings the schema `partitura_engine` up to date. Throws `NewerDatabaseError`. */
  async migrate(): Promise<void> {
    await migrateSagaStore(this.url);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

import { type LogDatabase } from './log-database';
import { listProducers } from './statements/producers';

/** The producers whose rows a reader must look for. A notice names new ones before the next listing does. */
export class ProducerDirectory {
  private ids = new Set<number>();
  private noted = new Set<number>();
  private readonly stopListening: () => void;

  constructor(private readonly database: LogDatabase) {
    this.stopListening = database.onNotice((notice) => {
      if (notice === 'reconnected' || notice.kind === 'group') return;
      this.ids.add(notice.producer);
      this.noted.add(notice.producer);
    });
  }

  get known(): ReadonlySet<number> {
    return this.ids;
  }

  /** Lists them anew and says that `me` lives. */
  async refresh(me: number | undefined): Promise<void> {
    this.noted = new Set();
    const listed = await listProducers(this.database.reader, me);
    this.ids = new Set([...listed, ...this.noted]);
  }

  close(): void {
    this.stopListening();
  }
}

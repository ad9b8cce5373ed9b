import type { EntitySubscriberInterface, QueryRunner, TransactionCommitEvent } from 'typeorm';

const marker = 'partitura.outbox';

/** Notes on a transaction that it has a message to send. */
export function markForRelay(runner: QueryRunner): void {
  (runner.data as Record<string, unknown>)[marker] = true;
}

/** Wakes the relay after every commit that has something to send, so that nobody has to remember it. */
export class OutboxSubscriber implements EntitySubscriberInterface {
  constructor(private readonly wake: () => void) {}

  afterTransactionCommit({ queryRunner }: TransactionCommitEvent): void {
    const data = queryRunner.data as Record<string, unknown>;
    // A released savepoint is reported, too: the outer transaction has yet to commit.
    if (data[marker] !== true || queryRunner.isTransactionActive) return;
    delete data[marker];
    this.wake();
  }
}

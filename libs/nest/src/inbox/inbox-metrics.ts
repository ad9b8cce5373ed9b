import { metrics, type Counter } from '@opentelemetry/api';

/** Meters of what the inbox does with commands; made once, at start. */
export class InboxMetrics {
  private readonly duplicates: Counter;
  private readonly poison: Counter;
  private readonly lateUndos: Counter;

  constructor() {
    const meter = metrics.getMeter('partitura');
    this.duplicates = meter.createCounter('partitura.inbox.duplicates', {
      description: 'Commands that were answered from their mark',
    });
    this.poison = meter.createCounter('partitura.inbox.poison', {
      description: 'Messages that were set aside on the dead letter topic',
    });
    this.lateUndos = meter.createCounter('partitura.late_undos', {
      description: 'Withdrawn jobs that had completed and were undone, by how that ended',
    });
  }

  repeated(count: number): void {
    if (count > 0) this.duplicates.add(count);
  }

  setAside(count: number): void {
    if (count > 0) this.poison.add(count);
  }

  undone(how: 'done' | 'failed'): void {
    this.lateUndos.add(1, { outcome: how });
  }
}

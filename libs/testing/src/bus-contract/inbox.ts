import { type BusRecord } from '@partitura/runtime';
import { eventually } from '../eventually';

/** What a consumer got, in the order in which it got it. */
export class Inbox {
  readonly records: BusRecord[] = [];
  readonly batches: (readonly BusRecord[])[] = [];

  readonly handle = (records: readonly BusRecord[]): Promise<void> => {
    this.batches.push(records);
    this.records.push(...records);
    return Promise.resolve();
  };

  get values(): unknown[] {
    return this.records.map(({ value }): unknown => JSON.parse(value));
  }

  valuesOf(key: string): unknown[] {
    return this.records.filter((record) => record.key === key).map(({ value }): unknown => JSON.parse(value));
  }

  /** The same without what came again (at least once is what a bus promises). */
  firstValuesOf(key: string): unknown[] {
    return [...new Set(this.valuesOf(key))];
  }

  /** Resolves when each of these values came at least once. */
  has(values: readonly unknown[], timeoutMs?: number): Promise<void> {
    return allArrived(() => this.values, values, timeoutMs);
  }
}

/** Resolves when each of the values is among those that arrived, at whomever. */
export async function allArrived(
  arrived: () => readonly unknown[],
  values: readonly unknown[],
  timeoutMs?: number,
): Promise<void> {
  await eventually(() => {
    const there = new Set(arrived());
    const missing = values.filter((value) => !there.has(value));
    if (missing.length > 0)
      throw new Error(
        `${missing.length} of ${values.length} messages are missing, first ${String(missing[0])}.`,
      );
  }, timeoutMs);
}

import { randomBytes } from 'node:crypto';
import { type Bus, type BusMessage } from '@partitura/runtime';

export interface BusUnderTest {
  readonly bus: Bus;
  /** Ends it as `kill -9` ends a process: nothing is committed, nobody is told. */
  die(): Promise<void>;
}

/** What an adapter gives to the contract: buses, and a broker that can go away. */
export interface BusHarness {
  /** A bus whose members are taken for dead after about 2 s. */
  create(options?: { readonly sendTimeoutMs?: number }): BusUnderTest;
  /** The broker goes away without a word. */
  stopBroker(): Promise<void>;
  /** The broker comes back with what it had. */
  startBroker(): Promise<void>;
  close(): Promise<void>;
}

/** What a suite of the contract works with; buses that it opens are closed after each test. */
export interface BusContractContext {
  open(options?: { readonly sendTimeoutMs?: number }): BusUnderTest;
  stopBroker(): Promise<void>;
  startBroker(): Promise<void>;
}

/** A name that no other test uses. */
export const fresh = (what: string): string => `${what}-${randomBytes(5).toString('hex')}`;

export const message = (topic: string, key: string, value: string | number): BusMessage => ({
  topic,
  key,
  value: JSON.stringify(value),
  headers: { ce_type: 'io.partitura.Test' },
});

export const range = (count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, index) => from + index);

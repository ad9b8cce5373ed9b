import { createHash } from 'node:crypto';
import { type Address } from '@partitura/contracts';
import { type Carrier, type Parcel } from './carrier';

/** A carrier that always delivers where it serves; its tracking ids follow from the idempotency key. */
export class SandboxCarrier implements Carrier {
  constructor(
    readonly name: string,
    private readonly prefix: string,
    private readonly servesCountry: (country: string) => boolean,
  ) {}

  serves({ country }: Address): boolean {
    return this.servesCountry(country);
  }

  ship({ idempotencyKey, signal }: Parcel): Promise<{ trackingId: string }> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    const digest = createHash('sha256').update(idempotencyKey).digest('hex');
    return Promise.resolve({ trackingId: `${this.prefix}${digest.slice(0, 16).toUpperCase()}` });
  }

  recall(): Promise<void> {
    return Promise.resolve();
  }
}

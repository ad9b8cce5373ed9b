import { Injectable } from '@nestjs/common';
import { type Address } from '@partitura/contracts';
import { type Carrier } from './carrier';
import { SandboxCarrier } from './sandbox-carrier';

const neighbours: ReadonlySet<string> = new Set(['AT', 'BE', 'CH', 'CZ', 'DE', 'DK', 'FR', 'LU', 'NL', 'PL']);

/** The carriers that we work with; the first one that serves an address gets the parcel. */
@Injectable()
export class Carriers {
  private readonly carriers: readonly Carrier[] = [
    new SandboxCarrier('Landpost', 'LP', (country) => neighbours.has(country)),
    new SandboxCarrier('Overseas Freight', 'OF', (country) => country !== 'AQ'),
  ];

  /** Undefined when nobody serves the address. */
  for(address: Address): Carrier | undefined {
    return this.carriers.find((carrier) => carrier.serves(address));
  }

  /** Throws when we do not work with a carrier of that name. */
  named(name: string): Carrier {
    const carrier = this.carriers.find((candidate) => candidate.name === name);
    if (carrier === undefined)
      throw new Error(
        `There is no carrier ${name}: keep a carrier in Carriers while it has parcels of ours.`,
      );
    return carrier;
  }
}

import { deliveryContract } from './delivery';
import { flowContract } from './flow';
import { groupContract } from './groups';
import { type BusContractContext, type BusHarness, type BusUnderTest } from './harness';
import { outageContract } from './outage';

/**
 * What every bus must do: each adapter runs this suite against its real broker.
 *
 * `start` is called once; the broker it starts belongs to this suite alone, which stops and starts it.
 */
export function busContract(name: string, start: () => Promise<BusHarness>): void {
  describe(`${name} keeps the bus contract`, () => {
    let harness: BusHarness;
    let opened: BusUnderTest[] = [];

    beforeAll(async () => {
      harness = await start();
    }, 120_000);
    afterEach(async () => {
      const buses = opened;
      opened = [];
      await Promise.all(buses.map(({ bus }) => bus.close()));
    }, 30_000);
    afterAll(() => harness.close(), 30_000);

    const context: BusContractContext = {
      open: (options) => {
        const bus = harness.create(options);
        opened.push(bus);
        return bus;
      },
      stopBroker: () => harness.stopBroker(),
      startBroker: () => harness.startBroker(),
    };
    describe('delivery', () => deliveryContract(context));
    describe('flow', () => flowContract(context));
    describe('groups', () => groupContract(context));
    describe('outages', () => outageContract(context));
  });
}

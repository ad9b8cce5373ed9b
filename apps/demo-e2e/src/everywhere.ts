import { describeWithKafka, testKafkaBrokers } from '@partitura/testing';
import { type DemoOptions, DemoSystem } from './demo-system';

/** Where the fragments of orders run: all on the orchestrator, each on its own service, or one of them so. */
export const placements = {
  orchestrated: 'orchestrated',
  choreographed: 'choreographed',
  mixed: '{"payment":"payment"}',
} as const;

export type Placement = keyof typeof placements;

/** Starts the system that a suite is about. */
export type Start = (options?: Pick<DemoOptions, 'env'>) => Promise<DemoSystem>;

/** Runs one suite in these placements over the embedded bus and over Kafka (where a broker can be started). */
export function everywhere(
  name: string,
  suite: (start: Start, placement: Placement) => void,
  chosen: readonly Placement[] = ['orchestrated', 'choreographed', 'mixed'],
): void {
  for (const placement of chosen) {
    const run = (brokers: () => Promise<string[]>) => () =>
      suite(
        async (options = {}) =>
          DemoSystem.start({ ...options, brokers: await brokers(), placement: placements[placement] }),
        placement,
      );
    describe(
      `${name}, ${placement}, embedded bus`,
      run(() => Promise.resolve([])),
    );
    describeWithKafka(`${name}, ${placement}, Kafka`, run(testKafkaBrokers));
  }
}

import { describeWithKafka, testKafkaBrokers } from '@partitura/testing';

/** Runs one suite over the embedded bus and over Kafka (where a broker can be started). */
export function onBothBuses(name: string, suite: (brokers: () => Promise<string[]>) => void): void {
  describe(`${name}, embedded bus`, () => suite(() => Promise.resolve([])));
  describeWithKafka(`${name}, Kafka`, () => suite(testKafkaBrokers));
}

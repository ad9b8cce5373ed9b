import { eventually } from '../eventually';
import { type BusContractContext, fresh, message, range } from './harness';
import { Inbox } from './inbox';

/** A broker that is away: nothing is lost, health says so, work resumes by itself. */
export function outageContract({ open, stopBroker, startBroker }: BusContractContext): void {
  it('waits for a broker that is away at the start', async () => {
    const [topic, group] = [fresh('topic'), fresh('group')];
    const inbox = new Inbox();
    await stopBroker();
    try {
      const { bus } = open();
      await bus.subscribe({ group, topics: [topic], handle: inbox.handle });
      expect(bus.health()).toMatchObject({ up: false, reason: expect.any(String) as string });
      const impatient = open({ sendTimeoutMs: 300 });
      await expect(impatient.bus.publish([message(topic, 'a', 'lost')])).rejects.toMatchObject({
        code: 'BUS_UNAVAILABLE',
        retryable: true,
      });
      await startBroker();
      await eventually(() => expect(bus.health()).toEqual({ up: true }), 30_000);
      await bus.publish([message(topic, 'a', 'found')]);
      await inbox.has(['found'], 30_000);
    } finally {
      await startBroker();
    }
  }, 90_000);

  it('loses nothing that was accepted when the broker goes away, and resumes', async () => {
    const [producer, consumer] = [open({ sendTimeoutMs: 60_000 }), open()];
    const topic = fresh('topic');
    const inbox = new Inbox();
    await producer.bus.ensureTopics([topic]);
    await consumer.bus.subscribe({ group: fresh('group'), topics: [topic], handle: inbox.handle });
    await producer.bus.publish(range(100).map((n) => message(topic, `key-${n % 7}`, n)));
    const halfway = range(100, 100).map((n) => producer.bus.publish([message(topic, `key-${n % 7}`, n)]));
    try {
      await stopBroker();
      const during = range(100, 200).map((n) => producer.bus.publish([message(topic, `key-${n % 7}`, n)]));
      for (const { bus } of [producer, consumer])
        await eventually(() => expect(bus.health()).toMatchObject({ up: false }), 30_000);
      await startBroker();
      await Promise.all([...halfway, ...during]);
      await inbox.has(range(300), 45_000);
    } finally {
      await startBroker();
    }
    for (const { bus } of [producer, consumer])
      await eventually(() => expect(bus.health()).toEqual({ up: true }), 30_000);
    // Repetitions are allowed, overtaking is not: first arrivals of a key come in order.
    for (const key of range(7).map((n) => `key-${n}`)) {
      const firstArrivals = inbox.firstValuesOf(key) as number[];
      expect(firstArrivals).toEqual([...firstArrivals].sort((a, b) => a - b));
    }
  }, 120_000);
}

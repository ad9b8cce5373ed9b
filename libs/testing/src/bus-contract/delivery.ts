import { deadLetter } from '@partitura/runtime';
import { eventually } from '../eventually';
import { Gate } from '../gate';
import { type BusContractContext, fresh, message, range } from './harness';
import { Inbox } from './inbox';

/** What arrives, in which order, and when it comes again. */
export function deliveryContract({ open }: BusContractContext): void {
  it('keeps key, value, headers and time as they were', async () => {
    const { bus } = open();
    const topic = fresh('topic');
    const inbox = new Inbox();
    await bus.ensureTopics([topic]);
    const sent = {
      topic,
      key: 'Schlüssel\n1',
      value: JSON.stringify({ text: 'naïve "quoted" \\ 🎼\n', n: 1 }),
      headers: { ce_type: 'io.partitura.Test', traceparent: '00-ab-cd-01', empty: '', wide: '🎶' },
    };
    await bus.publish([sent]);
    await bus.subscribe({ group: fresh('group'), topics: [topic], handle: inbox.handle });
    await eventually(() => expect(inbox.records).toHaveLength(1));
    expect(inbox.records[0]).toMatchObject(sent);
    expect(Object.keys(inbox.records[0]?.headers ?? {}).sort()).toEqual(Object.keys(sent.headers).sort());
    expect(Math.abs(Date.now() - (inbox.records[0]?.timestamp ?? 0))).toBeLessThan(60_000);
  });

  it('keeps the order of calls for each key, however many are under way', async () => {
    const [one, other, reader] = [open(), open(), open()];
    const topic = fresh('topic');
    const inbox = new Inbox();
    await one.bus.ensureTopics([topic]);
    await reader.bus.subscribe({ group: fresh('group'), topics: [topic], handle: inbox.handle });
    const keys = range(10).map((index) => `key-${index}`);
    const numbers = range(100);
    await Promise.all(
      [one, other].flatMap(({ bus }, producer) =>
        numbers.flatMap((number) =>
          keys.map((key) => bus.publish([message(topic, `${producer} ${key}`, number)])),
        ),
      ),
    );
    await eventually(() => {
      for (const key of keys) {
        expect(inbox.firstValuesOf(`0 ${key}`)).toEqual(numbers);
        expect(inbox.firstValuesOf(`1 ${key}`)).toEqual(numbers);
      }
    });
  });

  it('hands over what waits in several topics and partitions together, never twice at once and never too much', async () => {
    const { bus } = open();
    const topics = [fresh('topic'), fresh('topic')];
    const inbox = new Inbox();
    const gate = new Gate();
    let running = 0;
    await bus.ensureTopics(topics);
    await bus.subscribe({
      group: fresh('group'),
      topics,
      maxBatch: 50,
      handle: async (records) => {
        expect(++running).toBe(1);
        await gate.pass();
        await inbox.handle(records);
        running -= 1;
      },
    });
    await bus.publish([message(topics[0] as string, 'first', 'first')]);
    await gate.reached;
    await bus.publish(range(200).map((n) => message(topics[n % 2] as string, `key-${n}`, n)));
    gate.open();
    await inbox.has(['first', ...range(200)]);
    expect(inbox.records).toHaveLength(201);
    expect(Math.max(...inbox.batches.map(({ length }) => length))).toBeLessThanOrEqual(50);
    const places = (batch: readonly { topic: string; partition: number }[]) =>
      new Set(batch.map(({ topic, partition }) => `${topic} ${partition}`)).size;
    expect(Math.max(...inbox.batches.map(places))).toBeGreaterThan(1);
  });

  it('brings the same records again, after a growing pause, when the handler rejects', async () => {
    const { bus } = open();
    const topic = fresh('topic');
    const inbox = new Inbox();
    const attempts: number[] = [];
    await bus.ensureTopics([topic]);
    await bus.subscribe({
      group: fresh('group'),
      topics: [topic],
      handle: async (records) => {
        attempts.push(performance.now());
        if (attempts.length < 4) throw new Error('not now');
        await inbox.handle(records);
      },
    });
    await bus.publish([message(topic, 'a', 1), message(topic, 'a', 2)]);
    await inbox.has([1, 2]);
    expect(inbox.valuesOf('a')).toEqual([1, 2]);
    // Pauses of 100, 200 and 400 ms, each a fifth shorter at most.
    expect((attempts[3] as number) - (attempts[0] as number)).toBeGreaterThan(500);
  });

  it('takes poison out of the way: the dead-letter topic gets it with the reason, the rest goes on', async () => {
    const { bus } = open();
    const topic = fresh('topic');
    const [inbox, dead] = [new Inbox(), new Inbox()];
    await bus.ensureTopics([topic, `${topic}.dlq`]);
    await bus.subscribe({
      group: fresh('group'),
      topics: [topic],
      handle: async (records) => {
        const poison = records.filter(({ value }) => value === '"poison"');
        await bus.publish(poison.map((record) => deadLetter(record, 'does not parse')));
        await inbox.handle(records.filter((record) => !poison.includes(record)));
      },
    });
    await bus.subscribe({ group: fresh('group'), topics: [`${topic}.dlq`], handle: dead.handle });
    await bus.publish(['before', 'poison', 'after'].map((value) => message(topic, 'a', value)));
    await inbox.has(['before', 'after']);
    await dead.has(['poison']);
    expect(dead.records[0]).toMatchObject({
      key: 'a',
      headers: {
        ce_type: 'io.partitura.Test',
        partitura_reason: 'does not parse',
        partitura_topic: topic,
      },
    });
  });

  it('makes a topic that nobody made before when the first message comes', async () => {
    const { bus } = open();
    const topic = fresh('topic');
    const inbox = new Inbox();
    await bus.publish([message(topic, 'a', 1)]);
    await bus.subscribe({ group: fresh('group'), topics: [topic], handle: inbox.handle });
    await inbox.has([1]);
  });
}

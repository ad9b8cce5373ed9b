import { eventually } from '../eventually';
import { Gate } from '../gate';
import { type BusContractContext, fresh, message, range } from './harness';
import { allArrived, Inbox } from './inbox';

/** Members that share the work, and what happens when one dies. */
export function groupContract({ open }: BusContractContext): void {
  const keys = range(40).map((n) => `key-${n}`);

  it('gives every group all messages', async () => {
    const { bus } = open();
    const topic = fresh('topic');
    const [one, two] = [new Inbox(), new Inbox()];
    await bus.ensureTopics([topic]);
    await bus.subscribe({ group: fresh('group'), topics: [topic], handle: one.handle });
    await bus.publish(range(50).map((n) => message(topic, `key-${n}`, n)));
    // A group that comes later begins with the oldest message.
    await bus.subscribe({ group: fresh('group'), topics: [topic], handle: two.handle });
    await Promise.all([one.has(range(50)), two.has(range(50))]);
  });

  it('shares the partitions among the members of a group, each message to one of them', async () => {
    const [first, second] = [open(), open()];
    const [group, topic] = [fresh('group'), fresh('topic')];
    const [one, two] = [new Inbox(), new Inbox()];
    await first.bus.ensureTopics([topic]);
    expect(await first.bus.groupMembers(group)).toBe(0);
    await first.bus.subscribe({ group, topics: [topic], handle: one.handle });
    expect(await first.bus.groupMembers(group)).toBe(1);
    await second.bus.subscribe({ group, topics: [topic], handle: two.handle });
    expect(await first.bus.groupMembers(group)).toBe(2);
    // Who owns what is settled when both get something of one round.
    let round = 0;
    await eventually(async () => {
      round += 1;
      await first.bus.publish(keys.map((key) => message(topic, key, `${round} ${key}`)));
      await allArrived(
        () => [...one.values, ...two.values],
        keys.map((key) => `${round} ${key}`),
      );
      for (const { values } of [one, two])
        expect(values.some((value) => String(value).startsWith(`${round} `))).toBe(true);
    });
    const ofRound = [...one.values, ...two.values].filter((value) => String(value).startsWith(`${round} `));
    expect(ofRound).toHaveLength(keys.length);
  }, 40_000);

  it('lets the others take over from a dead member what it had not finished', async () => {
    const [doomed, survivor, producer] = [open(), open(), open()];
    const [group, topic] = [fresh('group'), fresh('topic')];
    const [finished, taken] = [new Inbox(), new Inbox()];
    const gate = new Gate();
    await producer.bus.ensureTopics([topic]);
    await doomed.bus.subscribe({
      group,
      topics: [topic],
      handle: async (records) => {
        if (records.some(({ value }) => value === '"unfinished"')) await gate.pass();
        await finished.handle(records);
      },
    });
    await producer.bus.publish([message(topic, 'a', 'finished')]);
    await finished.has(['finished']);
    await producer.bus.publish([message(topic, 'a', 'unfinished')]);
    await gate.reached;
    await doomed.die();
    await survivor.bus.subscribe({ group, topics: [topic], handle: taken.handle });
    await taken.has(['unfinished'], 30_000);
    gate.open();
    await producer.bus.publish(keys.map((key) => message(topic, key, key)));
    await taken.has(keys);
    await eventually(async () => expect(await survivor.bus.groupMembers(group)).toBe(1));
  }, 45_000);

  it('hands the partitions of a member that leaves to the others at once', async () => {
    const [leaving, staying] = [open(), open()];
    const [group, topic] = [fresh('group'), fresh('topic')];
    const [one, two] = [new Inbox(), new Inbox()];
    await leaving.bus.ensureTopics([topic]);
    const subscription = await leaving.bus.subscribe({ group, topics: [topic], handle: one.handle });
    await staying.bus.subscribe({ group, topics: [topic], handle: two.handle });
    await subscription.close();
    await staying.bus.publish(keys.map((key) => message(topic, key, key)));
    await two.has(keys);
    expect(one.values).toEqual([]);
    expect(await staying.bus.groupMembers(group)).toBe(1);
  });
}

import { eventually } from '../eventually';
import { Gate } from '../gate';
import { type BusContractContext, fresh, message, range } from './harness';
import { Inbox } from './inbox';

/** Consumers that are slow, pause or leave. */
export function flowContract({ open }: BusContractContext): void {
  it('gives a paused consumer nothing, and all of it when it resumes', async () => {
    const [paused, other] = [open(), open()];
    const topic = fresh('topic');
    const [inbox, witness] = [new Inbox(), new Inbox()];
    await paused.bus.ensureTopics([topic]);
    const subscription = await paused.bus.subscribe({
      group: fresh('group'),
      topics: [topic],
      handle: inbox.handle,
    });
    await other.bus.subscribe({ group: fresh('group'), topics: [topic], handle: witness.handle });
    await paused.bus.publish([message(topic, 'a', 'before')]);
    await inbox.has(['before']);
    subscription.pause();
    for (const n of range(20)) await other.bus.publish([message(topic, `key-${n}`, n)]);
    await witness.has(range(20));
    expect(inbox.values).toEqual(['before']);
    subscription.resume();
    await inbox.has(range(20));
    expect(inbox.records).toHaveLength(21);
  });

  it('stays a member while a handler takes longer than the session', async () => {
    const [slow, other] = [open(), open()];
    const group = fresh('group');
    const topic = fresh('topic');
    const inbox = new Inbox();
    const gate = new Gate();
    await slow.bus.ensureTopics([topic]);
    await slow.bus.subscribe({
      group,
      topics: [topic],
      handle: async (records) => {
        await gate.pass();
        await inbox.handle(records);
      },
    });
    await slow.bus.publish([message(topic, 'a', 1)]);
    await gate.reached;
    // The handler must outlast the session (about 2 s), so this is time that has to pass.
    const start = Date.now();
    await eventually(() => expect(Date.now() - start).toBeGreaterThan(3_000));
    expect(await other.bus.groupMembers(group)).toBe(1);
    expect(slow.bus.health()).toEqual({ up: true });
    gate.open();
    await inbox.has([1]);
    await slow.bus.publish([message(topic, 'a', 2)]);
    await inbox.has([2]);
    expect(inbox.values).toEqual([1, 2]);
  });

  it('finishes the batch in hand before it leaves, and does not repeat it', async () => {
    const [leaving, staying] = [open(), open()];
    const group = fresh('group');
    const topic = fresh('topic');
    const [done, later] = [new Inbox(), new Inbox()];
    const gate = new Gate();
    await leaving.bus.ensureTopics([topic]);
    const subscription = await leaving.bus.subscribe({
      group,
      topics: [topic],
      handle: async (records) => {
        await gate.pass();
        await done.handle(records);
      },
    });
    await leaving.bus.publish([message(topic, 'a', 1)]);
    await gate.reached;
    let closed = false;
    const closing = subscription.close().then(() => (closed = true));
    await leaving.bus.publish([message(topic, 'a', 2)]);
    expect(closed).toBe(false);
    gate.open();
    await closing;
    expect(done.values).toContain(1);
    expect(await staying.bus.groupMembers(group)).toBe(0);

    await staying.bus.subscribe({ group, topics: [topic], handle: later.handle });
    await staying.bus.publish([message(topic, 'a', 3)]);
    await later.has([3]);
    expect([...done.values, ...later.values]).toEqual([1, 2, 3]);
  });

  it('sends what was published before it closes', async () => {
    const [closing, reader] = [open(), open()];
    const topic = fresh('topic');
    const inbox = new Inbox();
    await reader.bus.ensureTopics([topic]);
    const published = range(100).map((n) => closing.bus.publish([message(topic, `key-${n}`, n)]));
    await closing.bus.close();
    await Promise.all(published);
    await reader.bus.subscribe({ group: fresh('group'), topics: [topic], handle: inbox.handle });
    await inbox.has(range(100));
    await expect(closing.bus.publish([message(topic, 'late', 0)])).rejects.toThrow(/closed/);
  });
}

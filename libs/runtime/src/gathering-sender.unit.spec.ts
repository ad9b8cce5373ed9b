import { GatheringSender } from './gathering-sender';
import { type BusMessage, BusUnavailableError } from './ports/bus';

const message = (value: string): BusMessage => ({ topic: 't', key: 'k', value, headers: {} });
const limits = { timeoutMs: 5_000, maxMessages: 100, maxChars: 10_000 };

/** A bus whose every send waits for the test. */
function gated(options: Partial<typeof limits> = {}) {
  const sends: { values: string[]; succeed: () => void; fail: (error: Error) => void }[] = [];
  const arrivals: (() => void)[] = [];
  const sender = new GatheringSender({
    ...limits,
    ...options,
    send: (messages) =>
      new Promise((succeed, fail) => {
        sends.push({ values: messages.map(({ value }) => value), succeed, fail });
        arrivals.shift()?.();
      }),
  });
  let seen = 0;
  const next = async () => {
    if (sends.length <= seen) await new Promise<void>((resolve) => arrivals.push(resolve));
    const send = sends[seen++];
    if (!send) throw new Error('No send arrived.');
    return send;
  };
  return { sender, next };
}

it('sends what is published in one turn as one batch, and gathers while it is under way', async () => {
  const { sender, next } = gated();
  const first = Promise.all([sender.publish([message('a')]), sender.publish([message('b')])]);
  const send = await next();
  expect(send.values).toEqual(['a', 'b']);
  const second = Promise.all([sender.publish([message('c')]), sender.publish([message('d')])]);
  send.succeed();
  await first;
  const gatheredSend = await next();
  expect(gatheredSend.values).toEqual(['c', 'd']);
  gatheredSend.succeed();
  await second;
});

it('repeats a batch, in order, when the bus was away', async () => {
  const { sender, next } = gated();
  const published = sender.publish([message('a'), message('b')]);
  (await next()).fail(new BusUnavailableError('away.'));
  const again = await next();
  expect(again.values).toEqual(['a', 'b']);
  again.succeed();
  await published;
});

it('fails only the message that can never be sent', async () => {
  const { sender, next } = gated();
  const good = sender.publish([message('good')]);
  const bad = sender.publish([message('bad')]);
  bad.catch(() => undefined);
  (await next()).fail(new Error('too large'));
  (await next()).succeed();
  (await next()).fail(new Error('too large'));
  await good;
  await expect(bad).rejects.toThrow('too large');
});

it('splits what is more than one batch may hold', async () => {
  const { sender, next } = gated({ maxMessages: 2 });
  const published = sender.publish(['a', 'b', 'c'].map(message));
  const first = await next();
  expect(first.values).toEqual(['a', 'b']);
  first.succeed();
  const second = await next();
  expect(second.values).toEqual(['c']);
  second.succeed();
  await published;
});

it('gives up after the timeout with an error that may be retried', async () => {
  const sender = new GatheringSender({
    ...limits,
    timeoutMs: 50,
    send: () => Promise.reject(new BusUnavailableError('nobody answers.')),
  });
  await expect(sender.publish([message('a')])).rejects.toMatchObject({
    retryable: true,
    message: expect.stringContaining('nobody answers') as string,
  });
});

it('sends what is left before it closes, and takes nothing more', async () => {
  const { sender, next } = gated();
  const published = sender.publish([message('a')]);
  const closed = sender.close(5_000);
  (await next()).succeed();
  await Promise.all([published, closed]);
  await expect(sender.publish([message('b')])).rejects.toThrow('closed');
});

import type { BusMessage } from '../ports/bus';
import { JournalSender } from './journal-sender';
import type { PartSummary } from './part-summary';

const part = (sagaId: string, version: number, status: PartSummary['status'] = 'active'): PartSummary => ({
  sagaId,
  host: 'trip',
  version,
  number: 1,
  score: 'score-1',
  root: 'trip',
  status,
  others: [],
  startedAt: 0,
  instances: {},
  incidents: {},
  jobs: {},
  elements: {},
});

function senderOf({ afterMs }: { readonly afterMs: number }) {
  const published: { batches: readonly number[]; told: string[] }[] = [];
  const told = ({ value }: BusMessage) =>
    (JSON.parse(value) as { parts: PartSummary[] }).parts.map(
      ({ sagaId, version }) => `${sagaId} v${version}`,
    );
  const sender = new JournalSender({
    host: 'trip',
    publisher: {
      publish: (batches, messages) => {
        published.push({ batches, told: messages.flatMap(told) });
        return Promise.resolve();
      },
    },
    clock: () => 0,
    afterMs,
  });
  return { sender, published };
}

const LATER_MS = 3_600_000;

it('tells what commits have changed together, and of each part only the newest', async () => {
  const { sender, published } = senderOf({ afterMs: LATER_MS });
  await sender.tell(1, [part('a', 1), part('b', 1)]);
  await sender.tell(2, [part('a', 2, 'completed')]);
  expect(published).toEqual([]);
  await sender.flush();
  expect(published).toEqual([{ batches: [1, 2], told: ['a v2', 'b v1'] }]);
});

it('keeps the newer part when commits come in another order', async () => {
  const { sender, published } = senderOf({ afterMs: LATER_MS });
  await sender.tell(2, [part('a', 2)]);
  await sender.tell(1, [part('a', 1)]);
  await sender.flush();
  expect(published).toEqual([{ batches: [2, 1], told: ['a v2'] }]);
});

it('tells by itself, a moment later', async () => {
  const { sender, published } = senderOf({ afterMs: 5 });
  await sender.tell(1, [part('a', 1)]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(published).toEqual([{ batches: [1], told: ['a v1'] }]);
});

it('tells sooner of parts of sagas that began elsewhere', async () => {
  const { sender, published } = senderOf({ afterMs: 1_000 });
  await sender.tell(1, [part('a', 1)]);
  await sender.tell(2, [{ ...part('b', 1), root: 'hotel' }]);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(published).toEqual([{ batches: [1, 2], told: ['a v1', 'b v1'] }]);
});

it('tells the end of a saga at once when somebody waits for it, with everything before it', async () => {
  const { sender, published } = senderOf({ afterMs: LATER_MS });
  sender.hurry('a', true);
  await sender.tell(1, [part('a', 1)]);
  await sender.tell(2, [part('b', 1, 'completed')]);
  expect(published).toEqual([]);
  await sender.tell(3, [part('a', 2, 'completed')]);
  expect(published).toEqual([{ batches: [1, 2, 3], told: ['a v2', 'b v1'] }]);
});

it('tells the beginning of a saga at once when somebody has asked for it', async () => {
  const { sender, published } = senderOf({ afterMs: LATER_MS });
  sender.hurry('a', false);
  await sender.tell(1, [part('a', 1)]);
  await sender.tell(2, [part('a', 2, 'completed')]);
  expect(published).toEqual([{ batches: [1], told: ['a v1'] }]);
});

it('tells each commit by itself when it shall not gather', async () => {
  const { sender, published } = senderOf({ afterMs: 0 });
  await sender.tell(1, [part('a', 1)]);
  await sender.tell(2, [part('a', 2)]);
  expect(published.map(({ told }) => told)).toEqual([['a v1'], ['a v2']]);
});

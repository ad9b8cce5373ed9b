import fc from 'fast-check';
import { decodeCloudEvent, encodeCloudEvent } from './cloud-event';
import { batched, isBatch, unbatched } from './cloud-event-batch';
import type { BusMessage, BusRecord } from './ports/bus';

const message = (sagaId: string, id: string, data: unknown = {}, topic = 'order.coordination'): BusMessage =>
  encodeCloudEvent(topic, {
    id,
    source: '/partitura/payment',
    type: 'io.partitura.event.Paid',
    time: '2026-11-01T00:00:00.000Z',
    sagaId,
    traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
    extensions: { sagamessage: '{"from":"payment"}' },
    data,
  });

const arrived = (sent: readonly BusMessage[]): BusRecord[] =>
  sent.map((one, offset) => ({ ...one, partition: 0, offset: String(offset), timestamp: 0 }));

const comparable = ({ topic, key, value, headers }: BusMessage) =>
  JSON.stringify([topic, key, JSON.parse(value), Object.entries(headers).sort()]);

it('brings every event unchanged, and those of one saga and topic in their order', () => {
  const some = fc.record({
    saga: fc.constantFrom('s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'),
    topic: fc.constantFrom('order.coordination', 'payment.coordination'),
    data: fc.jsonValue(),
  });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 300 }), (events) => {
      const sent = events.map(({ saga, topic, data }, index) => message(saga, `m${index}`, data, topic));
      const came = arrived(batched(sent)).flatMap(unbatched);
      const of = (list: readonly BusMessage[], saga: string, topic: string) =>
        list.filter((one) => one.key === saga && one.topic === topic).map(comparable);
      for (const saga of ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'])
        for (const topic of ['order.coordination', 'payment.coordination'])
          expect(of(came, saga, topic)).toEqual(of(sent, saga, topic));
      expect(came).toHaveLength(sent.length);
    }),
  );
});

it('sends few records for many events, keyed by a saga of their partition', () => {
  const sagas = Array.from({ length: 60 }, (_, index) => `saga-${index}`);
  const records = batched(sagas.map((saga) => message(saga, saga)));
  expect(records.length).toBeLessThanOrEqual(4);
  expect(records.every(isBatch)).toBe(true);
  expect(sagas).toEqual(expect.arrayContaining(records.map(({ key }) => key)));
});

it('leaves an event that is alone, or large, in binary mode', () => {
  const large = message('s1', 'large', 'x'.repeat(200_000));
  expect(batched([message('s1', 'small'), large]).map(isBatch)).toEqual([false, false]);
  expect(batched([large])).toEqual([large]);
});

it('leaves what is no batch for whoever reads it to refuse', () => {
  for (const value of ['{', '{}', '[1]', 'null']) {
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    const [record] = arrived([{ topic: 'order.coordination', key: 's1', value, headers }]);
    expect(unbatched(record as BusRecord)).toEqual([record]);
    expect(() => decodeCloudEvent(record as BusRecord)).toThrow('batch of CloudEvents');
  }
});

import './quiet-request-queue';
import RequestQueue from 'kafkajs/src/network/requestQueue';

it('looks again for requests that wait to be sent, and for nothing else', () => {
  jest.useFakeTimers();
  const queue = new RequestQueue({ clientId: 'payment', broker: '127.0.0.1:9092' });
  queue.scheduleCheckPendingRequests();
  expect(jest.getTimerCount()).toBe(0);
  queue.pending.push({});
  queue.scheduleCheckPendingRequests();
  expect(jest.getTimerCount()).toBe(1);
  queue.destroy();
  jest.useRealTimers();
});

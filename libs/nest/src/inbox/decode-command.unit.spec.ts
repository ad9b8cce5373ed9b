import { encodeCloudEvent, messageTypes } from '@partitura/runtime';
import { decodeCommand } from './decode-command';

const request = (changes: object) =>
  encodeCloudEvent('payment.commands', {
    id: '1',
    source: '/tests',
    type: messageTypes.jobRequested,
    sagaId: 'saga-1',
    data: {
      jobKey: '7',
      attempt: 1,
      jobType: 'payment.charge',
      elementId: 'charge',
      elementInstanceKey: '8',
      processInstanceKey: '9',
      processId: 'payment-process',
      idempotencyKey: 'saga-1/charge/8',
      variables: {},
      headers: {},
      retries: 3,
      replyTo: 'orchestrator.replies',
      ...changes,
    },
  });

it('reads a request', () => {
  expect(decodeCommand(request({ jobKey: '9223372036854775807' }))).toMatchObject({ kind: 'request' });
});

it.each(['9223372036854775808', 'e73a2440-072e-4689-8cb2-a246f7dfa9f5', '-1', '0', '', 7, null])(
  'sets a request aside whose job key is %p (P9)',
  (jobKey) => {
    expect(decodeCommand(request({ jobKey }))).toMatchObject({
      kind: 'poison',
      reason: expect.stringContaining('jobKey') as string,
    });
  },
);

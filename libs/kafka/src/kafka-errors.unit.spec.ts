import { BusUnavailableError } from '@partitura/runtime';
import { KafkaJSNonRetriableError } from 'kafkajs';
import { errorType, translate } from './kafka-errors';

const protocolError = (type: string) =>
  Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type });

it('takes a lost connection for something that passes, whatever kafkajs calls it', () => {
  const error = translate(new KafkaJSNonRetriableError('Connection error: connect ECONNREFUSED'), ['h:9092']);
  expect(error).toBeInstanceOf(BusUnavailableError);
  expect(error.message).toMatch(/h:9092.*ECONNREFUSED.*KAFKA_BROKERS/);
});

it('names the remedy for a message that no repetition can send', () => {
  const cause = protocolError('MESSAGE_TOO_LARGE');
  const error = translate(new Error('Tried too often', { cause }), ['h:9092']);
  expect(error).not.toBeInstanceOf(BusUnavailableError);
  expect(error.message).toMatch(/max\.message\.bytes/);
});

it('finds the broker’s code in the causes of an error', () => {
  const cause = protocolError('UNKNOWN_TOPIC_OR_PARTITION');
  expect(errorType(new Error('outer', { cause }))).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  expect(errorType(new Error('nothing'))).toBeUndefined();
});

import './quiet-request-queue';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type ISocketFactory, Kafka, logLevel } from 'kafkajs';
import { type KafkaBusSettings } from './options';

/**
 * Attempts of one kafkajs call. Few, because what calls it tries again for as long as it takes, and knows meanwhile
 * that the broker is away.
 */
export const briefRetry = { retries: 4, initialRetryTime: 100, maxRetryTime: 800 };

/** kafkajs, silent: what goes wrong is reported by errors and events. */
export function createKafkaClient(settings: KafkaBusSettings): Kafka {
  const { brokers, clientId, ssl, sasl } = settings;
  return new Kafka({
    brokers: [...brokers],
    clientId,
    ssl,
    sasl,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: briefRetry,
    logLevel: logLevel.NOTHING,
    socketFactory: socketFactory(settings),
  });
}

/** kafkajs leaves Nagle's algorithm on, which can hold small requests back. */
function socketFactory({ connect }: KafkaBusSettings): ISocketFactory {
  return ({ host, port, ssl, onConnect }) => {
    if (connect) return connect({ host, port }, onConnect);
    const socket = ssl
      ? connectTls({ host, port, servername: host, ...ssl }, onConnect)
      : connectTcp({ host, port }, onConnect);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    return socket;
  };
}

import {
  type JobRow,
  type MessageAddress,
  type OuterMessage,
  shardOf,
  type StartLock,
  type StartSubscription,
  type SubscriptionRow,
  type TakenMessage,
} from '@partitura/runtime';
import { columns } from './columns';

/** Shard of a message from outside and of the subscriptions it can reach. */
export const shardOfMessage = ({ name, key }: MessageAddress): number => shardOf(`${name}\n${key}`);

export const addressColumns = (rows: readonly MessageAddress[]) =>
  columns(rows, [shardOfMessage, (row) => row.name, (row) => row.key]);

export const subscriptionColumns = (rows: readonly SubscriptionRow[]) =>
  columns(rows, [
    shardOfMessage,
    (row) => row.name,
    (row) => row.key,
    (row) => row.sagaId,
    (row) => row.subscription,
  ]);

export const openedColumns = (rows: readonly SubscriptionRow[]) => [
  ...subscriptionColumns(rows),
  ...columns(rows, [(row) => row.kind, (row) => row.process]),
];

export const bufferedColumns = (rows: readonly OuterMessage[]) => [
  ...addressColumns(rows),
  ...columns(rows, [
    (row) => row.messageId,
    (row) => row.kind,
    (row) => row.uniqueId ?? null,
    (row) => row.variables,
    (row) => row.trace ?? null,
    (row) => row.arrivedAt,
    (row) => row.expiresAt,
    (row) => row.transient ?? false,
    (row) => row.sagaId ?? null,
  ]),
];

export const uniqueColumns = (rows: readonly OuterMessage[]) => [
  ...addressColumns(rows),
  rows.map((row) => row.uniqueId),
];

export const takenColumns = (rows: readonly TakenMessage[]) =>
  columns(rows, [
    ({ message }) => shardOfMessage(message),
    ({ message }) => message.name,
    ({ message }) => message.key,
    ({ message }) => message.messageId,
    ({ receiver }) => receiver,
  ]);

export const lockColumns = (rows: readonly StartLock[]) =>
  columns(rows, [
    ({ process, key }) => shardOf(`${process}\n${key}`),
    (row) => row.process,
    (row) => row.key,
  ]);

export const startColumns = (rows: readonly StartSubscription[]) =>
  columns(rows, [
    (row) => row.kind,
    (row) => row.name,
    (row) => row.process,
    (row) => row.since,
    (row) => row.until ?? null,
  ]);

export const jobColumns = (rows: readonly Pick<JobRow, 'sagaId' | 'job'>[]) =>
  columns(rows, [(row) => shardOf(row.sagaId), (row) => row.sagaId, (row) => row.job]);

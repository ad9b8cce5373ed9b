import { type Connection } from '../connection';
import { CHANNEL, encodeNotice, type Notice } from '../notice';

/**
 * Wakes the readers. In a transaction of its own, after the one that wrote: Postgres holds a lock of the whole database
 * while a notifying transaction commits.
 */
export async function notify(connection: Connection, notice: Notice): Promise<void> {
  await connection.query({
    name: 'notify',
    text: `SELECT pg_notify('${CHANNEL}', $1)`,
    values: [encodeNotice(notice)],
  });
}

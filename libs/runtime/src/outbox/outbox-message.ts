import type { BusMessage } from '../ports/bus';
import type { OutboxRow } from '../ports/saga-store';

export const messageOf = ({ topic, sagaId, headers, value }: OutboxRow): BusMessage => ({
  topic,
  key: sagaId,
  headers,
  value,
});

import { Orders1764000000000 } from './migrations/1764000000000-orders';
import { HistoryEntry } from './orders/history-entry.entity';
import { Order } from './orders/order.entity';

export const entities = [Order, HistoryEntry];
export const migrations = [Orders1764000000000];

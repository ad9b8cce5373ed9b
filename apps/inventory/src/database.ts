import { Stock1764000000000 } from './migrations/1764000000000-stock';
import { SampleStock1764000000001 } from './migrations/1764000000001-sample-stock';
import { Reservation } from './stock/reservation.entity';
import { StockItem } from './stock/stock-item.entity';

export const entities = [StockItem, Reservation];
export const migrations = [Stock1764000000000, SampleStock1764000000001];

import { Shipments1764000000000 } from './migrations/1764000000000-shipments';
import { Shipment } from './shipments/shipment.entity';

export const entities = [Shipment];
export const migrations = [Shipments1764000000000];

import { entities, migrations } from './database';
import { InventoryModule } from './inventory.module';

/** What the bootstrap needs to know of this service. */
export const inventoryService = { name: 'inventory', module: InventoryModule, entities, migrations };

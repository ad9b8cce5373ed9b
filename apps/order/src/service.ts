import { entities, migrations } from './database';
import { OrderModule } from './order.module';

/** What the bootstrap needs to know of this service. */
export const orderService = { name: 'order', module: OrderModule, entities, migrations };

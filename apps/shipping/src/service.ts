import { entities, migrations } from './database';
import { ShippingModule } from './shipping.module';

/** What the bootstrap needs to know of this service. */
export const shippingService = { name: 'shipping', module: ShippingModule, entities, migrations };

import { entities, migrations } from './database';
import { PaymentModule } from './payment.module';

/** What the bootstrap needs to know of this service. */
export const paymentService = { name: 'payment', module: PaymentModule, entities, migrations };

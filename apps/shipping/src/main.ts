import { bootstrapService } from '@partitura/nest';
import { shippingService } from './service';

void bootstrapService(shippingService);

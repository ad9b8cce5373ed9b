import { bootstrapService } from '@partitura/nest';
import { orderService } from './service';

void bootstrapService(orderService);

import { bootstrapService } from '@partitura/nest';
import { paymentService } from './service';

void bootstrapService(paymentService);

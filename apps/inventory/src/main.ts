import { bootstrapService } from '@partitura/nest';
import { inventoryService } from './service';

void bootstrapService(inventoryService);

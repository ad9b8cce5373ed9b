import { Module } from '@nestjs/common';
import { HostModule } from '@partitura/nest';
import { Carriers } from './carriers/carriers';
import { ShipmentRecords } from './shipments/shipment-records';
import { Shipments } from './shipments/shipments';
import { ShipmentsController } from './shipments/shipments.controller';
import { ShippingTasks } from './shipments/shipping-tasks';

@Module({
  imports: [HostModule],
  controllers: [ShipmentsController, ShippingTasks],
  providers: [Shipments, ShipmentRecords, Carriers],
})
export class ShippingModule {}

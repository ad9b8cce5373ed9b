import { Module } from '@nestjs/common';
import { HostModule } from '@partitura/nest';
import { Reservations } from './stock/reservations';
import { StockTasks } from './stock/stock-tasks';
import { StockController } from './stock/stock.controller';

@Module({
  imports: [HostModule],
  controllers: [StockController, StockTasks],
  providers: [Reservations],
})
export class InventoryModule {}

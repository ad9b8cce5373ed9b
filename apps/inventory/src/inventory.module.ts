import { Module } from '@nestjs/common';
import { Reservations } from './stock/reservations';
import { StockTasks } from './stock/stock-tasks';
import { StockController } from './stock/stock.controller';

@Module({
  controllers: [StockController, StockTasks],
  providers: [Reservations],
})
export class InventoryModule {}

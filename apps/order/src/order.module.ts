import { Module } from '@nestjs/common';
import { HostModule } from '@partitura/nest';
import { CancelOrder } from './orders/cancel-order';
import { EndOrder } from './orders/end-order';
import { SagaEndListener } from './orders/saga-end-listener';
import { OrderBook } from './orders/order-book';
import { OrderTasks } from './orders/order-tasks';
import { OrdersController } from './orders/orders.controller';
import { PlaceOrder } from './orders/place-order';

@Module({
  imports: [HostModule],
  controllers: [OrdersController, OrderTasks],
  providers: [PlaceOrder, CancelOrder, EndOrder, OrderBook, SagaEndListener],
})
export class OrderModule {}

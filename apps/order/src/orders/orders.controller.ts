import { Body, Controller, Get, Headers, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ProblemException, SchemaPipe } from '@partitura/nest';
import { CancelOrder } from './cancel-order';
import { listOrdersQuery, type ListOrdersQuery } from './list-orders.schema';
import { OrderBook, type OrderPage } from './order-book';
import { acceptedOrder, type AcceptedOrder, type OrderView } from './order-view';
import { PlaceOrder } from './place-order';
import { idempotencyKey, placeOrderRequest, type PlaceOrderRequest } from './place-order.schema';

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly placeOrder: PlaceOrder,
    private readonly cancelOrder: CancelOrder,
    private readonly book: OrderBook,
  ) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  async place(
    @Body(new SchemaPipe(placeOrderRequest)) request: PlaceOrderRequest,
    @Headers('idempotency-key') key?: string,
  ): Promise<AcceptedOrder> {
    const placing = await this.placeOrder.place(request, checkedKey(key));
    if (placing.kind === 'key-used')
      throw new ProblemException(
        HttpStatus.UNPROCESSABLE_ENTITY,
        'This Idempotency-Key stands for another order: repeat that request unchanged, or send a new key.',
      );
    return acceptedOrder(placing);
  }

  @Get()
  list(@Query(new SchemaPipe(listOrdersQuery)) query: ListOrdersQuery): Promise<OrderPage> {
    return this.book.list(query);
  }

  @Get(':orderId')
  async find(@Param('orderId') orderId: string): Promise<OrderView> {
    return (await this.book.find(orderId)) ?? unknownOrder(orderId);
  }

  @Post(':orderId/cancel')
  @HttpCode(HttpStatus.ACCEPTED)
  async cancel(@Param('orderId') orderId: string): Promise<AcceptedOrder> {
    const cancelling = await this.cancelOrder.cancel(orderId);
    switch (cancelling.kind) {
      case 'requested':
        return acceptedOrder(cancelling);
      case 'finished':
        throw new ProblemException(
          HttpStatus.CONFLICT,
          `The order is ${cancelling.status}: what is final is not cancelled any more.`,
        );
      case 'unknown':
        return unknownOrder(orderId);
    }
  }
}

function checkedKey(key: string | undefined): string | undefined {
  const { success, data, error } = idempotencyKey.safeParse(key);
  if (success) return data;
  const errors = error.issues.map(({ message }) => ({ field: 'Idempotency-Key', message }));
  throw new ProblemException(HttpStatus.BAD_REQUEST, 'Please correct: Idempotency-Key.', errors);
}

function unknownOrder(orderId: string): never {
  throw new ProblemException(HttpStatus.NOT_FOUND, `There is no order ${orderId}.`);
}

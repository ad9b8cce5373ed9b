import {
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  Catch,
  type ExceptionFilter,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  ParseIntPipe,
  type PipeTransform,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import { map, type Observable, of, throwError } from 'rxjs';
import { BusinessError, Participant, Task, TaskContext } from '..';
import { startTestService, type TestService } from './test-service';

class CardDeclined extends Error {}
class GatewayAway extends Error {}

@Injectable()
class OnlySagaOne implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    return execution.switchToRpc().getContext<TaskContext>().sagaId === 'saga-1';
  }
}

class NoForbiddenTask implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    return !execution.getHandler().name.startsWith('forbidden');
  }
}

class Doubling implements NestInterceptor {
  intercept(_execution: ExecutionContext, next: CallHandler<{ amount: number }>): Observable<unknown> {
    return next.handle().pipe(map(({ amount }) => ({ amount: amount * 2 })));
  }
}

class Upper implements PipeTransform<{ name: string }> {
  transform(value: { name: string }): { name: string } {
    return { name: value.name.toUpperCase() };
  }
}

@Catch(CardDeclined)
class DeclinedFilter implements ExceptionFilter {
  catch(error: CardDeclined): Observable<never> {
    return throwError(() => new BusinessError('PAYMENT_DECLINED', error.message));
  }
}

@Catch(GatewayAway)
class ManualFilter implements ExceptionFilter {
  catch(_error: GatewayAway, _host: ArgumentsHost): Observable<unknown> {
    return of({ manual: true });
  }
}

@Participant('payment')
class Tasks {
  @Task('pipes')
  pipes(@Payload(Upper) payload: { name: string }, @Payload('amount', ParseIntPipe) amount: number): object {
    return { ...payload, amount };
  }

  @UseGuards(OnlySagaOne)
  @Task('guarded')
  guarded(): void {}

  @Task('forbiddenForAll')
  forbiddenForAll(): void {}

  @UseInterceptors(Doubling)
  @Task('intercepted')
  intercepted(): object {
    return { amount: 21 };
  }

  @UseFilters(DeclinedFilter)
  @Task('filtered')
  filtered(): void {
    throw new CardDeclined('The card has expired');
  }

  @Task('filteredByTheApplication')
  filteredByTheApplication(): void {
    throw new GatewayAway();
  }

  @Task('observable')
  observable(@Ctx() ctx: TaskContext): Observable<object> {
    return of({ attempt: ctx.attempt });
  }

  @Task('declined')
  declined(): void {
    throw new BusinessError('PAYMENT_DECLINED', 'No money', { variables: { limit: 5 } });
  }

  @Task('broken')
  broken(): void {
    throw new Error('Connection reset by gateway');
  }
}

describe('handlers are ordinary Nest handlers', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({
      controllers: [Tasks],
      providers: [
        { provide: APP_GUARD, useClass: NoForbiddenTask },
        { provide: APP_FILTER, useClass: ManualFilter },
      ],
    });
  });
  afterAll(() => service.close());

  it('runs pipes on the payload and on parts of it', async () => {
    expect(await service.host.outcome('pipes', { variables: { name: 'ada', amount: '12' } })).toEqual({
      kind: 'completed',
      variables: { name: 'ADA', amount: 12 },
    });
  });

  it('fails a job whose pipe refuses, with the pipe’s message', async () => {
    expect(await service.host.outcome('pipes', { variables: { name: 'ada', amount: 'x' } })).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('numeric string') as string,
    });
  });

  it('asks guards of the method', async () => {
    expect(await service.host.outcome('guarded')).toEqual({ kind: 'completed', variables: {} });
    const refused = service.host.request('guarded');
    await service.host.send('io.partitura.job.requested.v1', refused, { sagaId: 'saga-2' });
    expect(await service.host.answer(refused)).toEqual({ kind: 'failed', message: 'Forbidden resource' });
  });

  it('asks guards of the application', async () => {
    expect(await service.host.outcome('forbiddenForAll')).toEqual({
      kind: 'failed',
      message: 'Forbidden resource',
    });
  });

  it('runs interceptors around the handler', async () => {
    expect(await service.host.outcome('intercepted')).toEqual({
      kind: 'completed',
      variables: { amount: 42 },
    });
  });

  it('lets an exception filter turn an error into a business error', async () => {
    expect(await service.host.outcome('filtered')).toEqual({
      kind: 'error',
      code: 'PAYMENT_DECLINED',
      message: 'The card has expired',
    });
  });

  it('lets a filter of the application answer in the handler’s place', async () => {
    expect(await service.host.outcome('filteredByTheApplication')).toEqual({
      kind: 'completed',
      variables: { manual: true },
    });
  });

  it('takes the last value of an observable', async () => {
    expect(await service.host.outcome('observable', { attempt: 4 })).toEqual({
      kind: 'completed',
      variables: { attempt: 4 },
    });
  });

  it('answers with a BPMN error for a BusinessError', async () => {
    expect(await service.host.outcome('declined')).toEqual({
      kind: 'error',
      code: 'PAYMENT_DECLINED',
      message: 'No money',
      variables: { limit: 5 },
    });
  });

  it('answers any other error as a technical failure with its own message', async () => {
    expect(await service.host.outcome('broken')).toEqual({
      kind: 'failed',
      message: 'Connection reset by gateway',
    });
  });
});

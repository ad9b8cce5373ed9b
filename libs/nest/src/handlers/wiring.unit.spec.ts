import { type INestApplication, Injectable, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Bus } from '@partitura/runtime';
import { DataSource } from 'typeorm';
import { CompensationFor, connectParticipant, Participant, PartituraModule, Task } from '..';

const bus: Bus = {
  ensureTopics: () => Promise.reject(new Error('No bus in this test')),
  publish: () => Promise.resolve(),
  subscribe: () => Promise.reject(new Error('No bus in this test')),
  groupMembers: () => Promise.resolve(0),
  health: () => ({ up: true }),
  close: () => Promise.resolve(),
};

const noDatabase = {
  subscribers: [],
  query: () => Promise.reject(new Error('No database in this test')),
  createQueryRunner: () => {
    throw new Error('No database in this test');
  },
};

@Module({ providers: [{ provide: DataSource, useValue: noDatabase }], exports: [DataSource] })
class NoDatabaseModule {}

async function boot(controllers: Type[], providers: Type[] = []): Promise<void> {
  let app: INestApplication | undefined;
  try {
    const participant = { ...PartituraModule.forRoot({ participant: 'payment', bus }) };
    participant.imports = [...(participant.imports ?? []), NoDatabaseModule];
    @Module({ imports: [participant], controllers, providers })
    class App {}
    app = await NestFactory.create(App, { logger: false, abortOnError: false });
    connectParticipant(app);
    await app.init();
    await app.startAllMicroservices();
  } finally {
    await app?.close();
  }
}

describe('wrong wiring fails at start, with the remedy', () => {
  it('when a class with tasks has no @Participant', async () => {
    class Forgotten {
      @Task('charge')
      charge(): void {}
    }
    Reflect.defineMetadata('path', '/', Forgotten);
    await expect(boot([Forgotten])).rejects.toThrow(
      "Forgotten.charge is a task, but its class has no @Participant. Add @Participant('payment') to Forgotten.",
    );
  });

  it('when a participant is listed as a provider', async () => {
    @Participant('payment')
    class Misplaced {
      @Task('charge')
      charge(): void {}
    }
    await expect(boot([], [Misplaced])).rejects.toThrow("Move it to the module's `controllers`");
  });

  it('when an unmarked provider has tasks', async () => {
    @Injectable()
    class Misplaced {
      @Task('charge')
      charge(): void {}
    }
    await expect(boot([], [Misplaced])).rejects.toThrow("Add @Participant('payment') to it and move it");
  });

  it('when two handlers have one job type', async () => {
    @Participant('payment')
    class One {
      @Task('charge')
      charge(): void {}
    }
    @Participant('payment')
    class Two {
      @Task('charge')
      again(): void {}
    }
    await expect(boot([One, Two])).rejects.toThrow(
      "Two handlers for the job type 'payment.charge': One.charge and Two.again. Keep one",
    );
  });

  it('when a compensation handler undoes a task that is not there', async () => {
    @Participant('payment')
    class Tasks {
      @CompensationFor('charge')
      refund(): void {}
    }
    await expect(boot([Tasks])).rejects.toThrow(
      "@CompensationFor('charge') on Tasks.refund ('payment.refund'): participant 'payment' has no @Task('charge')",
    );
  });

  it('when the class belongs to another participant', async () => {
    @Participant('shipping')
    class Tasks {
      @Task('ship')
      ship(): void {}
    }
    await expect(boot([Tasks])).rejects.toThrow(
      "belongs to participant 'shipping', but this service is 'payment'",
    );
  });

  it('when a task is inherited', async () => {
    abstract class Base {
      @Task('charge')
      charge(): void {}
    }
    @Participant('payment')
    class Tasks extends Base {}
    await expect(boot([Tasks])).rejects.toThrow('Declare the method in Tasks, calling super.charge()');
  });

  it('when a participant’s name has another form', () => {
    expect(() => Participant('Payment Service')).toThrow("e.g. 'payment' or 'order-service'");
  });

  it('when a contract’s type does not fit the task', () => {
    const contract = { type: 'payment.refund', input: undefined };
    expect(() => {
      @Participant('payment')
      class Tasks {
        @Task('charge', contract)
        charge(): void {}
      }
      return Tasks;
    }).toThrow("is given the type 'payment.refund'");
  });

  it('and right wiring does not', async () => {
    @Participant('payment')
    class Tasks {
      @Task('charge')
      charge(): void {}

      @CompensationFor('charge', { type: 'payment.refundCharge' })
      refund(): void {}
    }
    await boot([Tasks]);
  });
});

import { Ctx, Payload } from '@nestjs/microservices';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import {
  BusinessError,
  CompensationFor,
  OutboxService,
  Participant,
  ServiceHost,
  Task,
  TaskContext,
} from '..';
import { startHostedService, type HostedService } from './hosted-service';
import { LedgerEntry } from './ledger';
import { gate, until } from './until';

/** `name` is that of the order, which `begin` has made up. */
type Script = (ctx: TaskContext, name: string) => unknown;

const scripts = new Map<string, Script>();
const runs = new Map<string, number>();
const order = z.looseObject({ name: z.string() });
type Order = z.infer<typeof order>;

const run = (what: string, name: string, ctx: TaskContext): unknown => {
  const key = `${what} ${name}`;
  runs.set(key, (runs.get(key) ?? 0) + 1);
  return scripts.get(key)?.(ctx, name);
};

@Participant('payment')
class Tasks {
  @Task('charge', { input: order })
  charge(@Payload() { name }: Order, @Ctx() ctx: TaskContext): unknown {
    return run('charge', name, ctx);
  }

  @CompensationFor('charge')
  refund(@Payload() { name }: Order, @Ctx() ctx: TaskContext): unknown {
    return run('refund', name, ctx);
  }

  @Task('check')
  check(@Payload() { name }: Order, @Ctx() ctx: TaskContext): unknown {
    return run('check', name, ctx);
  }
}

let service: HostedService;
beforeAll(async () => {
  service = await startHostedService({ controllers: [Tasks], inbox: { leaseMs: 1_000, drainMs: 100 } });
  await service.dataSource.query(
    `ALTER TABLE ledger ADD COLUMN twin text UNIQUE DEFERRABLE INITIALLY DEFERRED`,
  );
});
afterAll(() => service.close());

const write = (manager: EntityManager, what: string) => manager.insert(LedgerEntry, { what });

/** Begins a saga whose task of that name is done as the script says. */
const begin = async (script: Script, task = 'charge'): Promise<{ sagaId: string; name: string }> => {
  const name = randomUUID();
  scripts.set(`${task} ${name}`, script);
  return { sagaId: await service.begin({ name }), name };
};

const messages = (sagaId: string) =>
  service.events.filter(({ key, headers }) => key === sagaId && headers.ce_type?.endsWith('.Charged'));

const incidentOf = (sagaId: string) =>
  until('an incident', async () => Object.values((await service.state(sagaId)).incidents)[0]);

describe('tasks of a fragment in its own service', () => {
  it('are local calls: no command crosses the bus', async () => {
    const { sagaId } = await begin(() => ({ paymentId: 'p1' }));
    const saga = await service.ended(sagaId);
    expect(saga).toMatchObject({ status: 'completed' });
    expect(Object.values(saga.instances)[0]?.variables).toMatchObject({ paymentId: 'p1' });
    const [{ marks }] = await service.dataSource.query<[{ marks: number }]>(
      'SELECT count(*)::int AS marks FROM partitura.inbox',
    );
    expect(marks).toBe(0);
  });

  it('commit their rows with the step and the message that it sends (P2)', async () => {
    const written = gate();
    const { sagaId, name } = await begin(async (ctx, name) => {
      await write(ctx.transaction, name);
      await written.opened;
    });
    await until('the handler', () => runs.get(`charge ${name}`));
    expect(await service.entries(name)).toBe(0);
    written.open();
    expect(await service.ended(sagaId)).toMatchObject({ status: 'completed' });
    expect(await service.entries(name)).toBe(1);
    await until('the message', () => messages(sagaId).length === 1);
  });

  it('leave nothing behind when the commit fails: no rows, no step, no message (P2)', async () => {
    const twice = 'twin-of-commit';
    await service.dataSource.query(`INSERT INTO ledger (what, twin) VALUES ('first', $1)`, [twice]);
    const { sagaId, name } = await begin(async (ctx, name) => {
      await write(ctx.transaction, name);
      // Deferred: it is the COMMIT that fails, after the step was written.
      await ctx.transaction.query(`INSERT INTO ledger (what, twin) VALUES ('second', $1)`, [twice]);
    });
    expect(await incidentOf(sagaId)).toMatchObject({
      type: 'JOB_NO_RETRIES',
      message: expect.stringContaining('duplicate key') as string,
    });
    expect(runs.get(`charge ${name}`)).toBe(2);
    expect(await service.entries(name)).toBe(0);
    expect(messages(sagaId)).toEqual([]);
  });

  it('are done again, without costing a retry, when their connection breaks before the commit', async () => {
    const attempts: number[] = [];
    const { sagaId, name } = await begin(async (ctx, name) => {
      attempts.push(ctx.attempt);
      await write(ctx.transaction, name);
      const [{ pid }] = await ctx.transaction.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
      if (attempts.length < 3) await service.dataSource.query('SELECT pg_terminate_backend($1)', [pid]);
    });
    expect(await service.ended(sagaId)).toMatchObject({ status: 'completed' });
    expect(attempts).toEqual([1, 1, 1]);
    expect(await service.entries(name)).toBe(1);
    await until('the message', () => messages(sagaId).length > 0);
    expect(messages(sagaId)).toHaveLength(1);
  });

  it('send the domain events of their transaction', async () => {
    const app = await service.running.ready;
    const { sagaId } = await begin((ctx) => {
      const { sagaId, transaction } = ctx;
      return app.get(OutboxService).add(transaction, { name: 'PaymentCaptured', sagaId, data: { ok: true } });
    });
    await service.ended(sagaId);
    await until('the event', () =>
      service.events.some(
        ({ key, headers }) => key === sagaId && headers.ce_type?.endsWith('PaymentCaptured'),
      ),
    );
  });

  it('are repeated as the model says when they fail, without their rows', async () => {
    const { sagaId, name } = await begin(async (ctx, name) => {
      await write(ctx.transaction, name);
      if (ctx.attempt === 1) throw new Error('Gateway away');
    });
    expect(await service.ended(sagaId)).toMatchObject({ status: 'completed' });
    expect(await service.entries(name)).toBe(1);
  });

  it('wait as an incident when no retry is left, and are done again when it is resolved', async () => {
    let broken = true;
    const { sagaId, name } = await begin(() => {
      if (broken) throw new Error('Gateway away');
    });
    const incident = await incidentOf(sagaId);
    expect(incident).toMatchObject({ type: 'JOB_NO_RETRIES', message: 'Gateway away' });
    broken = false;
    await service.runtime.tell(sagaId, { kind: 'resolveIncident', incident: incident.id });
    expect(await service.ended(sagaId)).toMatchObject({ status: 'completed' });
    expect(runs.get(`charge ${name}`)).toBe(3);
  });

  it('throw business errors, which take their rows back unless they say otherwise', async () => {
    for (const commit of [false, true]) {
      const { sagaId, name } = await begin(async (ctx, name) => {
        await write(ctx.transaction, name);
        throw new BusinessError('DECLINED', 'No money', { commit });
      });
      expect(await service.ended(sagaId)).toMatchObject({ status: 'completed' });
      expect(messages(sagaId)).toEqual([]);
      expect(await service.entries(name)).toBe(commit ? 1 : 0);
    }
  });

  it('end in an incident at once when the variables break the handler’s schema', async () => {
    const sagaId = await service.begin({ name: 7 });
    expect(await incidentOf(sagaId)).toMatchObject({
      type: 'IO_MAPPING',
      message: expect.stringContaining("input schema of 'payment.charge'") as string,
    });
  });

  it('fail when they return what JSON cannot hold', async () => {
    const { sagaId } = await begin(() => ({ amount: 1n }));
    expect(await incidentOf(sagaId)).toMatchObject({
      message: expect.stringContaining('JSON cannot hold') as string,
    });
  });

  it('cannot reach the engine’s state through their variables', async () => {
    const { sagaId } = await begin((ctx) => {
      ctx.request.variables.name = 'changed';
    });
    const saga = await service.ended(sagaId);
    expect(Object.values(saga.instances)[0]?.variables.name).not.toBe('changed');
  });
});

describe('withdrawn tasks', () => {
  it('hear of it, and their rows and answer count for nothing (P6)', async () => {
    const written = gate();
    let signal: AbortSignal | undefined;
    const { sagaId, name } = await begin(async (ctx, name) => {
      ({ signal } = ctx);
      await write(ctx.transaction, name);
      await written.opened;
    });
    await until('the handler', () => signal);
    await service.runtime.tell(sagaId, { kind: 'compensateSaga', reason: { code: 'CANCELLED' } });
    expect(await service.ended(sagaId)).toMatchObject({ status: 'compensated' });
    expect(signal?.aborted).toBe(true);
    written.open();
    expect(await service.entries(name)).toBe(0);
    expect(runs.get(`refund ${name}`)).toBeUndefined();
  });

  it('are undone when they had committed before', async () => {
    const checking = gate();
    const { sagaId, name } = await begin(() => checking.opened, 'check');
    scripts.set(`refund ${name}`, async (ctx) => {
      await write(ctx.transaction, `undone ${name}`);
    });
    await until('the second task', () => runs.get(`check ${name}`));
    await service.runtime.tell(sagaId, { kind: 'compensateSaga', reason: { code: 'CANCELLED' } });
    expect(await service.ended(sagaId)).toMatchObject({ status: 'compensated' });
    expect(await service.entries(`undone ${name}`)).toBe(1);
    checking.open();
  });
});

describe('a handler', () => {
  it('is not run again because the saga has changed meanwhile: the decision is', async () => {
    const written = gate();
    const { sagaId, name } = await begin(async (ctx, name) => {
      await write(ctx.transaction, name);
      await written.opened;
      return { paymentId: 'p1' };
    });
    await until('the handler', () => runs.get(`charge ${name}`));
    // Another process of this host, of which this one's memory knows nothing.
    await service.changeElsewhere(sagaId, { note: 'changed' });
    written.open();
    const saga = await service.ended(sagaId);
    expect(Object.values(saga.instances)[0]?.variables).toMatchObject({ note: 'changed', paymentId: 'p1' });
    expect(runs.get(`charge ${name}`)).toBe(1);
    expect(await service.entries(name)).toBe(1);
  });
});

describe('a task whose process has gone', () => {
  it('is done by another process when it died before the handler began', async () => {
    const name = randomUUID();
    scripts.set(`charge ${name}`, (ctx) => write(ctx.transaction, name));
    const sagaId = await service.beginAndDie({ name });
    expect(await service.ended(sagaId)).toMatchObject({ status: 'completed' });
    expect(await service.entries(name)).toBe(1);
  });

  it('goes to another process at once when the one that does it stops', async () => {
    const second = await service.another();
    const stuck = gate();
    const { sagaId, name } = await begin(async (ctx, name) => {
      if (runs.get(`charge ${name}`) !== 1) return { by: 'another' };
      await write(ctx.transaction, name);
      await stuck.opened;
      return { by: 'the first' };
    });
    await until('the handler', () => runs.get(`charge ${name}`));
    await service.running.close();
    const { runtime } = (await second.ready).get(ServiceHost);
    const end = await until('the end', async () => {
      const state = (await runtime.saga(sagaId))?.state;
      return state?.status === 'completed' && state;
    });
    expect(Object.values(end.instances)[0]?.variables.by).toBe('another');
    stuck.open();
  });
});

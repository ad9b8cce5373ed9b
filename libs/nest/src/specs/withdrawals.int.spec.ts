import { Ctx, Payload } from '@nestjs/microservices';
import { messageTypes } from '@partitura/runtime';
import { BusinessError, CompensationFor, Participant, Task, TaskContext } from '..';
import { Ledger1, LedgerEntry } from './ledger';
import { startTestService, type TestService } from './test-service';
import { gate, until } from './until';

const started: string[] = [];
const undone: { key: string; compensates: TaskContext['compensates']; attempt: number }[] = [];
let held = gate();
let signal: AbortSignal | undefined;
let afterAbort: Promise<unknown> | undefined;

@Participant('payment')
class Tasks {
  @Task('charge')
  async charge(@Payload() { what }: { what: string }, @Ctx() ctx: TaskContext): Promise<void> {
    started.push(what);
    await ctx.transaction.insert(LedgerEntry, { what });
  }

  @Task('decline')
  async decline(
    @Payload() { what, commit }: { what: string; commit: boolean },
    @Ctx() ctx: TaskContext,
  ): Promise<void> {
    await ctx.transaction.insert(LedgerEntry, { what });
    throw new BusinessError('DECLINED', undefined, { commit });
  }

  @Task('holding')
  async holding(@Payload() { what }: { what: string }, @Ctx() ctx: TaskContext): Promise<void> {
    signal = ctx.signal;
    await ctx.transaction.insert(LedgerEntry, { what });
    started.push(what);
    await held.opened;
    afterAbort = Promise.resolve().then(() => ctx.transaction.insert(LedgerEntry, { what }));
    await afterAbort;
  }

  @CompensationFor('charge')
  async refund(
    @Payload() { what, failTimes = 0 }: { what: string; failTimes?: number },
    @Ctx() ctx: TaskContext,
  ) {
    undone.push({ key: ctx.idempotencyKey, compensates: ctx.compensates, attempt: ctx.attempt });
    await ctx.transaction.insert(LedgerEntry, { what: `undo ${what}` });
    if (ctx.attempt <= failTimes) throw new Error('The gateway does not answer');
  }
}

describe('a withdrawn job', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({
      controllers: [Tasks],
      entities: [LedgerEntry],
      migrations: [Ledger1],
      inbox: { patienceMs: 20, sweepMs: 50, leaseMs: 400, drainMs: 300 },
    });
  });
  afterAll(() => service.close());
  beforeEach(() => {
    held = gate();
    undone.length = 0;
  });

  const entries = async (what: string): Promise<number> =>
    service.dataSource.getRepository(LedgerEntry).countBy({ what });
  const refund = (what: string, more: object = {}, retries = 1) => ({
    jobType: 'payment.refund',
    variables: { what, ...more },
    retries,
    reason: { code: 'TIMEOUT' },
  });

  it('that comes after its withdrawal is refused (P6)', async () => {
    const request = service.host.request('charge', { variables: { what: 'overtaken' } });
    await service.host.withdraw(request, refund('overtaken'));
    expect(await service.host.acknowledgement(request)).toEqual({
      jobKey: request.jobKey,
      elementId: request.elementId,
      lateUndo: 'none',
    });
    await service.host.send(messageTypes.jobRequested, request);
    await service.host.outcome('charge', { variables: { what: 'behind it' } });
    expect(started).not.toContain('overtaken');
    expect(service.host.answers(request.jobKey)).toEqual([]);
  });

  it('that runs is aborted, rolled back and gives no answer (P6)', async () => {
    const request = await service.host.ask('holding', { variables: { what: 'running' } });
    await until('the handler', () => started.includes('running'));
    await service.host.withdraw(request, refund('running'));
    expect(await service.host.acknowledgement(request)).toMatchObject({ lateUndo: 'none' });
    expect(signal?.aborted).toBe(true);
    held.open();
    await until('the handler to go on', () => afterAbort !== undefined);
    await expect(afterAbort).rejects.toThrow(
      /closed: it has been withdrawn\. Stop the handler when ctx\.signal aborts/,
    );
    await service.host.outcome('charge', { variables: { what: 'next' } });
    expect(await entries('running')).toBe(0);
    expect(undone).toEqual([]);
    expect(service.host.answers(request.jobKey)).toEqual([]);
  });

  it('that runs in another instance rolls back at its commit (P6)', async () => {
    const request = await service.host.ask('holding', { variables: { what: 'elsewhere' } });
    await until('the handler', () => started.includes('elsewhere'));
    await until('its row', async () => {
      const rows = await service.dataSource.query<unknown[]>(
        `UPDATE partitura.inbox SET owner = gen_random_uuid(), lease_until = now() + interval '1 hour'
         WHERE job_key = $1 AND state = 'running' RETURNING 1`,
        [request.jobKey],
      );
      return (rows[0] as unknown[]).length > 0;
    });
    await service.dataSource.query(
      `UPDATE partitura.inbox SET state = 'withdrawn', owner = NULL, lease_until = NULL WHERE job_key = $1`,
      [request.jobKey],
    );
    held.open();
    await service.host.outcome('charge', { variables: { what: 'after elsewhere' } });
    await until('the end of the run', () => signal?.aborted);
    expect(await entries('elsewhere')).toBe(0);
    expect(service.host.answers(request.jobKey)).toEqual([]);
  });

  it.each([
    ['is undone where its rows were kept', true, 'done'],
    ['leaves nothing to undo where they were not', false, 'none'],
  ])('that ended with an error %s', async (what, commit, lateUndo) => {
    const request = await service.host.ask('decline', { variables: { what, commit } });
    expect(await service.host.answer(request)).toMatchObject({ kind: 'error', code: 'DECLINED' });
    await service.host.withdraw(request, refund(what));
    expect(await service.host.acknowledgement(request)).toMatchObject({ lateUndo });
    expect(await entries(`undo ${what}`)).toBe(commit ? 1 : 0);
  });

  it('that has been committed is undone at once, exactly once', async () => {
    const request = await service.host.ask('charge', { variables: { what: 'done' } });
    await service.host.answer(request);
    await service.host.withdraw(request, refund('done'));
    expect(await service.host.acknowledgement(request)).toMatchObject({ lateUndo: 'done' });
    expect(await entries('undo done')).toBe(1);
    expect(undone).toEqual([
      {
        key: `${request.idempotencyKey}/undo`,
        compensates: { elementId: request.elementId, reason: { code: 'TIMEOUT' } },
        attempt: 1,
      },
    ]);
  });

  it('is acknowledged again without effect when its withdrawal is redelivered (P1)', async () => {
    const request = await service.host.ask('charge', { variables: { what: 'redelivered' } });
    await service.host.answer(request);
    for (const count of [1, 2, 3]) {
      await service.host.withdraw(request, refund('redelivered'));
      expect(await service.host.acknowledgement(request, count)).toMatchObject({ lateUndo: 'done' });
    }
    expect(await entries('undo redelivered')).toBe(1);
    expect(undone).toHaveLength(1);
  });

  it('is not undone after a plain cancel, which brings no handler', async () => {
    const request = await service.host.ask('charge', { variables: { what: 'cancelled' } });
    await service.host.answer(request);
    await service.host.withdraw(request);
    expect(await service.host.acknowledgement(request)).toMatchObject({ lateUndo: 'none' });
    expect(undone).toEqual([]);
  });

  it('is undone with the model’s retries', async () => {
    const request = await service.host.ask('charge', { variables: { what: 'retried' } });
    await service.host.answer(request);
    await service.host.withdraw(request, refund('retried', { failTimes: 2 }, 3));
    expect(await service.host.acknowledgement(request)).toMatchObject({ lateUndo: 'done' });
    expect(undone.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(await entries('undo retried')).toBe(1);
  });

  it('whose undo fails is reported, and undone when it is asked for again (P7)', async () => {
    const request = await service.host.ask('charge', { variables: { what: 'stubborn' } });
    await service.host.answer(request);
    await service.host.withdraw(request, refund('stubborn', { failTimes: 9 }, 2));
    expect(await service.host.acknowledgement(request)).toEqual({
      jobKey: request.jobKey,
      elementId: request.elementId,
      lateUndo: 'failed',
      message: 'The gateway does not answer',
    });
    expect(await entries('undo stubborn')).toBe(0);
    await service.host.withdraw(request, refund('stubborn'));
    expect(await service.host.acknowledgement(request, 2)).toMatchObject({ lateUndo: 'done' });
    expect(await entries('undo stubborn')).toBe(1);
  });

  it('whose handler nobody has is reported with the handlers there are', async () => {
    const request = await service.host.ask('charge', { variables: { what: 'unknown' } });
    await service.host.answer(request);
    await service.host.withdraw(request, { jobType: 'payment.nothing' });
    expect(await service.host.acknowledgement(request)).toMatchObject({
      lateUndo: 'failed',
      message: expect.stringContaining(
        'it has payment.charge, payment.decline, payment.holding, payment.refund',
      ) as string,
    });
  });

  it('whose undo a crash interrupted is undone by whoever finds it', async () => {
    const request = await service.host.ask('charge', { variables: { what: 'crashed' } });
    await service.host.answer(request);
    const { jobKey, attempt, jobType, elementId, idempotencyKey, replyTo } = request;
    const handler = { elementId: 'Undo', headers: {}, backoffMs: 1, ...refund('crashed') };
    const withdrawal = { jobKey, attempt, jobType, elementId, idempotencyKey, replyTo, handler };
    await service.dataSource.query(
      `UPDATE partitura.inbox SET state = 'withdrawn', undo = 'due', command = $2, owner = gen_random_uuid(),
              lease_until = now() WHERE job_key = $1`,
      [
        jobKey,
        JSON.stringify({
          topic: 'payment.commands',
          key: 'saga-1',
          value: JSON.stringify(withdrawal),
          headers: { ce_specversion: '1.0', ce_id: '1', ce_source: '/t', ce_type: messageTypes.jobWithdrawn },
        }),
      ],
    );
    expect(await service.host.acknowledgement(request)).toMatchObject({ lateUndo: 'done' });
    expect(await entries('undo crashed')).toBe(1);
  });
});

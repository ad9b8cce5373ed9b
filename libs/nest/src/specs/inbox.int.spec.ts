import { Ctx, Payload } from '@nestjs/microservices';
import { messageTypes } from '@partitura/runtime';
import { z } from 'zod';
import { BusinessError, Participant, Task, TaskContext } from '..';
import { Ledger1, LedgerEntry } from './ledger';
import { startTestService, type TestService } from './test-service';
import { until } from './until';

const charge = z.object({ orderId: z.string(), amount: z.int().positive().default(1) });
const runs: Record<string, number> = {};
const count = (what: string): number => (runs[what] = (runs[what] ?? 0) + 1);

@Participant('payment')
class Tasks {
  @Task('charge', { input: charge, output: z.object({ paymentId: z.string() }) })
  charge(@Payload() { orderId, amount }: z.infer<typeof charge>): object {
    count(orderId);
    return { paymentId: `${orderId}:${amount}` };
  }

  @Task('flaky')
  flaky(@Ctx() ctx: TaskContext): object {
    count(ctx.idempotencyKey);
    if (ctx.attempt < 3) throw new Error('Not yet');
    return { attempt: ctx.attempt };
  }

  @Task('forgetful', { output: z.object({ paymentId: z.string() }) })
  forgetful(): object {
    return {};
  }

  @Task('listed')
  listed(): unknown {
    return ['not', 'variables'];
  }

  @Task('writes')
  async writes(
    @Payload() { what, then }: { what: string; then?: string },
    @Ctx() ctx: TaskContext,
  ): Promise<object> {
    count(what);
    await ctx.transaction.save(LedgerEntry, { what });
    if (then === 'decline') throw new BusinessError('DECLINED');
    if (then === 'declineAndKeep') throw new BusinessError('DECLINED', 'kept', { commit: true });
    if (then === 'break') throw new Error('Broken after writing');
    if (then === 'breakTheTransaction') await ctx.transaction.query('SELECT 1 / 0').catch(() => undefined);
    return { what };
  }

  @Task('context')
  context(@Ctx() ctx: TaskContext): object {
    const { sagaId, jobKey, jobType, elementId, attempt, retries, idempotencyKey, headers, deadline } = ctx;
    return { sagaId, jobKey, jobType, elementId, attempt, retries, idempotencyKey, headers, deadline };
  }
}

describe('the inbox of a participant', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({
      controllers: [Tasks],
      entities: [LedgerEntry],
      migrations: [Ledger1],
    });
  });
  afterAll(() => service.close());

  const entries = async (what: string): Promise<number> =>
    service.dataSource.getRepository(LedgerEntry).countBy({ what });

  it('hands the parsed variables to the handler and answers with what it returns', async () => {
    expect(await service.host.outcome('charge', { variables: { orderId: 'o1' } })).toEqual({
      kind: 'completed',
      variables: { paymentId: 'o1:1' },
    });
  });

  it('gives the handler its context', async () => {
    const deadline = new Date(Date.now() + 60_000).toISOString();
    const request = await service.host.ask('context', { headers: { region: 'eu' }, deadline });
    const { jobKey, idempotencyKey, jobType, elementId } = request;
    expect(await service.host.answer(request)).toEqual({
      kind: 'completed',
      variables: {
        sagaId: 'saga-1',
        jobKey,
        jobType,
        elementId,
        attempt: 1,
        retries: 3,
        idempotencyKey,
        headers: { region: 'eu' },
        deadline,
      },
    });
  });

  it('answers a redelivered command with the first answer and does not run it again (P1)', async () => {
    const request = await service.host.ask('charge', { variables: { orderId: 'twice' } });
    const first = await service.host.answer(request);
    await service.host.send(messageTypes.jobRequested, request);
    expect(await service.host.answer(request, 2)).toEqual(first);
    expect(runs.twice).toBe(1);
  });

  it('runs a job once that is delivered twice in one batch', async () => {
    const request = service.host.request('charge', { variables: { orderId: 'batched' } });
    await Promise.all([1, 2, 3].map(() => service.host.send(messageTypes.jobRequested, request)));
    await service.host.answer(request);
    await service.host.outcome('charge', { variables: { orderId: 'after' } });
    expect(runs.batched).toBe(1);
  });

  it('runs a later attempt and answers an older one from its mark', async () => {
    const request = await service.host.ask('flaky');
    expect(await service.host.answer(request)).toEqual({ kind: 'failed', message: 'Not yet' });
    await service.host.send(messageTypes.jobRequested, { ...request, attempt: 3, retries: 1 });
    expect(await service.host.answer(request, 2)).toEqual({ kind: 'completed', variables: { attempt: 3 } });
    await service.host.send(messageTypes.jobRequested, { ...request, attempt: 2 });
    expect(await service.host.answer(request, 3)).toEqual({ kind: 'completed', variables: { attempt: 3 } });
    expect(runs[request.idempotencyKey]).toBe(2);
  });

  it('refuses variables that break the input schema, for good', async () => {
    expect(await service.host.outcome('charge', { variables: { amount: -1 } })).toEqual({
      kind: 'failed',
      message: expect.stringMatching(/input schema of 'payment\.charge': orderId: .*; amount: /) as string,
      retries: 0,
      incident: 'IO_MAPPING',
    });
  });

  it('fails a handler whose result breaks its output schema', async () => {
    expect(await service.host.outcome('forgetful')).toEqual({
      kind: 'failed',
      message: expect.stringMatching(/returned breaks its output schema: paymentId: /) as string,
    });
  });

  it('fails a handler that returns no object', async () => {
    expect(await service.host.outcome('listed')).toMatchObject({
      kind: 'failed',
      message: 'The handler returned an array: return an object of variables, or nothing.',
    });
  });

  it('answers a job type that nobody handles with an incident that lists the handlers', async () => {
    expect(await service.host.outcome('chargee')).toEqual({
      kind: 'failed',
      message: expect.stringMatching(
        /no handler for the job type 'payment\.chargee'; it has payment\.charge, payment\.context/,
      ) as string,
      retries: 0,
    });
  });

  it('commits rows, mark and reply together (P2)', async () => {
    expect(await service.host.outcome('writes', { variables: { what: 'kept' } })).toEqual({
      kind: 'completed',
      variables: { what: 'kept' },
    });
    expect(await entries('kept')).toBe(1);
  });

  it.each([
    ['a business error', 'decline', { kind: 'error', code: 'DECLINED', message: 'DECLINED' }, 0],
    [
      'a business error that keeps them',
      'declineAndKeep',
      { kind: 'error', code: 'DECLINED', message: 'kept' },
      1,
    ],
    ['a technical failure', 'break', { kind: 'failed', message: 'Broken after writing' }, 0],
  ])('after %s has the right rows', async (_name, then, outcome, rows) => {
    expect(await service.host.outcome('writes', { variables: { what: then, then } })).toEqual(outcome);
    expect(await entries(then)).toBe(rows);
  });

  it('answers a failed commit as a technical failure', async () => {
    const then = 'breakTheTransaction';
    expect(await service.host.outcome('writes', { variables: { what: then, then } })).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('transaction is aborted') as string,
    });
    expect(await entries(then)).toBe(0);
  });

  it('lets a failing handler affect its own job only', async () => {
    const good = service.host.request('writes', { variables: { what: 'neighbour' } });
    const bad = service.host.request('writes', { variables: { what: 'bad', then: 'break' } });
    await Promise.all([good, bad].map((request) => service.host.send(messageTypes.jobRequested, request)));
    expect(await service.host.answer(good)).toMatchObject({ kind: 'completed' });
    expect(await service.host.answer(bad)).toMatchObject({ kind: 'failed' });
    expect(await entries('neighbour')).toBe(1);
  });

  it('sets a message aside that breaks its schema, tells its job, and goes on (P9)', async () => {
    const broken = { ...service.host.request('charge'), variables: 'none' };
    await service.host.send(messageTypes.jobRequested, broken);
    expect(await service.host.answer(broken as never)).toEqual({
      kind: 'failed',
      message: expect.stringContaining('variables: Invalid input') as string,
      retries: 0,
      incident: 'IO_MAPPING',
    });
    const dead = await until('the dead letter', () =>
      service.host.deadLetters().find(({ value }) => value.includes(broken.jobKey)),
    );
    expect(dead).toMatchObject({
      topic: 'payment.commands.dlq',
      headers: {
        partitura_reason: expect.stringContaining('variables') as string,
        partitura_topic: 'payment.commands',
      },
    });
  });

  it.each([
    ['no CloudEvent', { key: 'k', value: '{}', headers: {} }, 'ce_specversion is missing'],
    ['no JSON', { key: 'k', value: '{', headers: ceHeaders() }, 'not JSON'],
    ['an unknown type', { key: 'k', value: '{}', headers: ceHeaders('other.v1') }, 'Nobody handles'],
    ['no saga', { key: '', value: '{}', headers: ceHeaders() }, 'saga id is empty'],
  ])('sets a message aside that has %s', async (_name, message, reason) => {
    await service.host.bus.publish([{ topic: 'payment.commands', ...message }]);
    await until('the dead letter', () =>
      service.host.deadLetters().find(({ headers }) => headers.partitura_reason?.includes(reason)),
    );
    expect(await service.host.outcome('charge', { variables: { orderId: reason } })).toMatchObject({
      kind: 'completed',
    });
  });

  it('writes the marks of a whole batch in one statement', async () => {
    const requests = Array.from({ length: 50 }, (_, index) =>
      service.host.request('charge', { variables: { orderId: `many-${index}` } }),
    );
    await Promise.all(requests.map((request) => service.host.send(messageTypes.jobRequested, request)));
    for (const request of requests) await service.host.answer(request);
    // xmin is the transaction that wrote a row.
    const [row] = await service.dataSource.query<{ transactions: number }[]>(
      `SELECT count(DISTINCT xmin::text)::int AS transactions FROM partitura.inbox WHERE job_key = ANY ($1::bigint[])`,
      [requests.map(({ jobKey }) => jobKey)],
    );
    expect(row?.transactions).toBeLessThan(requests.length);
  });
});

function ceHeaders(type: string = messageTypes.jobRequested): Record<string, string> {
  return { ce_specversion: '1.0', ce_id: '1', ce_source: '/test', ce_type: type };
}

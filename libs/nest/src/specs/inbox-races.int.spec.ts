import { Ctx, Payload } from '@nestjs/microservices';
import { messageTypes } from '@partitura/runtime';
import { DataSource } from 'typeorm';
import { OutboxRelay, Participant, Task, TaskContext } from '..';
import { forgetMarks } from '../inbox/marks/forget-marks';
import { Ledger1, LedgerEntry } from './ledger';
import { startTestService, type TestService } from './test-service';
import { gate, until } from './until';

const runs: string[] = [];
const holds = [gate(), gate(), gate()];

@Participant('payment')
class Tasks {
  constructor(private readonly dataSource: DataSource) {}

  @Task('count')
  count(@Ctx() ctx: TaskContext): object {
    runs.push(ctx.jobKey);
    return { run: runs.filter((key) => key === ctx.jobKey).length };
  }

  /** Answered by another instance while it runs here. */
  @Task('overtaken')
  async overtaken(@Payload() { how }: { how: string }, @Ctx() ctx: TaskContext): Promise<object> {
    if (how === 'rows') await ctx.transaction.insert(LedgerEntry, { what: ctx.jobKey });
    const outcome = { kind: 'completed', variables: { by: 'the other' } };
    await this.dataSource.query(
      `INSERT INTO partitura.inbox (job_key, saga_id, attempt, state, answer, completed, reply_to)
       VALUES ($1, $2, 1, 'done', $3, true, $4)`,
      [
        ctx.jobKey,
        ctx.sagaId,
        JSON.stringify({ jobKey: ctx.jobKey, attempt: 1, elementId: ctx.elementId, outcome }),
        ctx.request.replyTo,
      ],
    );
    if (how === 'slow')
      await new Promise<void>((resolve) => ctx.signal.addEventListener('abort', () => resolve()));
    return { by: 'this one' };
  }

  @Task('hold')
  async hold(@Payload() { n }: { n: number }): Promise<void> {
    runs.push(`hold ${n}`);
    await holds[n]?.opened;
  }
}

describe('an inbox among others', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({
      controllers: [Tasks],
      entities: [LedgerEntry],
      migrations: [Ledger1],
      inbox: { patienceMs: 30, maxDetached: 1, drainMs: 300 },
    });
  });
  afterAll(() => service.close());

  it.each([
    ['without rows', 'plain'],
    ['with rows, which are rolled back', 'rows'],
    ['that is slow, and aborted', 'slow'],
  ])('gives the other’s answer for a run that has lost, %s', async (_name, how) => {
    const request = await service.host.ask('overtaken', { variables: { how } });
    expect(await service.host.answer(request)).toEqual({ kind: 'completed', variables: { by: 'the other' } });
    expect(await service.dataSource.getRepository(LedgerEntry).countBy({ what: request.jobKey })).toBe(0);
  });

  it('answers from its marks when the answers of a batch could not be sent', async () => {
    const { bus } = (await service.running.ready).get(OutboxRelay)['options'];
    const refusing = jest.spyOn(bus, 'publish').mockRejectedValueOnce(new Error('The broker is away'));
    const request = await service.host.ask('count');
    expect(await service.host.answer(request)).toEqual({ kind: 'completed', variables: { run: 1 } });
    expect(runs.filter((key) => key === request.jobKey)).toHaveLength(1);
    refusing.mockRestore();
  });

  it('runs a batch again whose marks could not be written, and answers once', async () => {
    await service.dataSource.query('ALTER TABLE partitura.inbox RENAME COLUMN reply_to TO away');
    const request = service.host.request('count');
    await service.host.send(messageTypes.jobRequested, request);
    await service.dataSource.query('ALTER TABLE partitura.inbox RENAME COLUMN away TO reply_to');
    expect(await service.host.answer(request)).toMatchObject({ kind: 'completed' });
    expect(service.host.answers(request.jobKey)).toHaveLength(1);
  });

  it('takes no more while too many slow jobs are under way', async () => {
    const first = await service.host.ask('hold', { variables: { n: 0 } });
    await until('the first', () => runs.includes('hold 0'));
    await until('its row', async () => (await marks(first.jobKey)).length === 1);
    const second = await service.host.ask('hold', { variables: { n: 1 } });
    await until('the second', () => runs.includes('hold 1'));
    const third = await service.host.ask('hold', { variables: { n: 2 } });
    expect(runs).not.toContain('hold 2');
    holds[0]?.open();
    await service.host.answer(first);
    await until('the third', () => runs.includes('hold 2'));
    for (const { open } of holds) open();
    for (const request of [second, third]) await service.host.answer(request);
    expect(runs.filter((run) => run.startsWith('hold'))).toEqual(['hold 0', 'hold 1', 'hold 2']);
  });

  it('forgets marks that are old, published and not under way', async () => {
    const keep = await service.host.ask('count');
    const forget = await service.host.ask('count');
    for (const request of [keep, forget]) await service.host.answer(request);
    await service.dataSource.query(
      `UPDATE partitura.inbox SET updated_at = now() - interval '31 days' WHERE job_key = $1`,
      [forget.jobKey],
    );
    await forgetMarks(service.dataSource, 30, 100);
    expect(await marks(keep.jobKey)).toHaveLength(1);
    expect(await marks(forget.jobKey)).toHaveLength(0);
  });

  const marks = (jobKey: string): Promise<unknown[]> =>
    service.dataSource.query('SELECT 1 FROM partitura.inbox WHERE job_key = $1', [jobKey]);
});

import { Ctx, Payload } from '@nestjs/microservices';
import { messageTypes } from '@partitura/runtime';
import { InboxConsumer, Participant, Task, TaskContext } from '..';
import { Ledger1, LedgerEntry } from './ledger';
import { startTestService, type TestService } from './test-service';
import { gate, until } from './until';

type Gate = ReturnType<typeof gate>;
const gates = new Map<string, Gate>();
const begun: string[] = [];
const signals = new Map<string, AbortSignal>();

const gateOf = (name: string): Gate => {
  const known = gates.get(name) ?? gate();
  gates.set(name, known);
  return known;
};

@Participant('payment')
class Tasks {
  @Task('quick')
  quick(): object {
    return { quick: true };
  }

  @Task('slow', { concurrency: 2 })
  async slow(@Payload() { name }: { name: string }, @Ctx() ctx: TaskContext): Promise<object> {
    signals.set(name, ctx.signal);
    begun.push(name);
    await gateOf(name).opened;
    return { name };
  }

  @Task('slowWrite')
  async slowWrite(@Payload() { name }: { name: string }, @Ctx() ctx: TaskContext): Promise<object> {
    begun.push(name);
    await ctx.transaction.insert(LedgerEntry, { what: name });
    await gateOf(name).opened;
    return { name };
  }
}

describe('jobs that take longer than their batch', () => {
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

  const begins = (name: string) => until(`${name} to begin`, () => begun.includes(name));
  const row = async (jobKey: string) =>
    (
      await service.dataSource.query<{ state: string; published: boolean; owner: string | null }[]>(
        'SELECT state, published, owner FROM partitura.inbox WHERE job_key = $1',
        [jobKey],
      )
    )[0];
  const isRunning = (jobKey: string) =>
    until('the row', async () => (await row(jobKey))?.state === 'running');

  it('do not hold up the jobs behind them', async () => {
    const slow = await service.host.ask('slow', { variables: { name: 'first' } });
    await begins('first');
    expect(await service.host.outcome('quick')).toEqual({ kind: 'completed', variables: { quick: true } });
    expect(service.host.answers(slow.jobKey)).toEqual([]);
    gateOf('first').open();
    expect(await service.host.answer(slow)).toEqual({ kind: 'completed', variables: { name: 'first' } });
    await until('the mark', async () => {
      const mark = await row(slow.jobKey);
      return mark?.state === 'done' && mark.published;
    });
  });

  it('are not begun again by a redelivery', async () => {
    const slow = await service.host.ask('slow', { variables: { name: 'again' } });
    await begins('again');
    await isRunning(slow.jobKey);
    await service.host.send(messageTypes.jobRequested, slow);
    await service.host.outcome('quick');
    gateOf('again').open();
    await service.host.answer(slow);
    expect(begun.filter((name) => name === 'again')).toHaveLength(1);
  });

  it('commit rows, mark and answer together', async () => {
    const slow = await service.host.ask('slowWrite', { variables: { name: 'row' } });
    await begins('row');
    await isRunning(slow.jobKey);
    expect(await service.dataSource.getRepository(LedgerEntry).countBy({ what: 'row' })).toBe(0);
    gateOf('row').open();
    await service.host.answer(slow);
    expect(await service.dataSource.getRepository(LedgerEntry).countBy({ what: 'row' })).toBe(1);
  });

  it('run within the limit of their handler', async () => {
    const names = ['one', 'two', 'three'];
    const requests = [];
    for (const name of names) requests.push(await service.host.ask('slow', { variables: { name } }));
    await begins('one');
    await begins('two');
    await service.host.outcome('quick');
    expect(begun).not.toContain('three');
    gateOf('one').open();
    await begins('three');
    for (const name of names) gateOf(name).open();
    for (const request of requests) await service.host.answer(request);
  });

  it('end at their deadline even if the handler does not', async () => {
    const deadline = new Date(Date.now() + 150).toISOString();
    const hanging = await service.host.ask('slow', { variables: { name: 'hangs' }, deadline });
    expect(await service.host.answer(hanging)).toEqual({
      kind: 'failed',
      message: `The handler did not end before its deadline ${deadline}.`,
    });
    expect(signals.get('hangs')?.aborted).toBe(true);
    expect(await service.host.outcome('quick')).toMatchObject({ kind: 'completed' });
  });

  it('roll back at their deadline, and the handler is refused the database', async () => {
    const deadline = new Date(Date.now() + 150).toISOString();
    const hanging = await service.host.ask('slowWrite', { variables: { name: 'late' }, deadline });
    expect(await service.host.answer(hanging)).toMatchObject({ kind: 'failed' });
    gateOf('late').open();
    await service.host.outcome('quick');
    expect(await service.dataSource.getRepository(LedgerEntry).countBy({ what: 'late' })).toBe(0);
  });

  it('are taken over when their process no longer renews the lease', async () => {
    const request = service.host.request('slow', { variables: { name: 'orphan' } });
    gateOf('orphan').open();
    await leaveRunning(request.jobKey, request);
    expect(await service.host.answer(request)).toEqual({ kind: 'completed', variables: { name: 'orphan' } });
  });

  it('are kept as long as their process renews the lease', async () => {
    const slow = await service.host.ask('slow', { variables: { name: 'long' } });
    await begins('long');
    const [{ past } = { past: undefined }] = await service.dataSource.query<{ past?: Date }[]>(
      `SELECT now() + interval '1 second' AS past`,
    );
    const other = await service.another();
    await until('several leases to pass', async () => {
      const [now] = await service.dataSource.query<{ over: boolean }[]>('SELECT now() > $1 AS over', [past]);
      return now?.over;
    });
    expect(begun.filter((name) => name === 'long')).toHaveLength(1);
    await other.close();
    gateOf('long').open();
    await service.host.answer(slow);
  });

  it('send an answer that was committed and never left', async () => {
    const request = service.host.request('quick');
    const answer = {
      jobKey: request.jobKey,
      attempt: 1,
      elementId: 'e',
      outcome: { kind: 'completed', variables: {} },
    };
    await service.dataSource.query(
      `INSERT INTO partitura.inbox (job_key, saga_id, attempt, state, answer, completed, reply_to, published, updated_at)
       VALUES ($1, 'saga-1', 1, 'done', $2, true, 'host-of-payment.replies', false, now() - interval '1 minute')`,
      [request.jobKey, JSON.stringify(answer)],
    );
    expect(await service.host.answer(request)).toEqual({ kind: 'completed', variables: {} });
    await until('the mark', async () => (await row(request.jobKey))?.published);
  });

  it('go to another instance when the service stops before they end', async () => {
    const other = await service.another();
    const stopping = (await other.ready).get(InboxConsumer);
    await service.running.close();
    const slow = await service.host.ask('slow', { variables: { name: 'moves' } });
    await begins('moves');
    await isRunning(slow.jobKey).catch(() => undefined);
    const third = await service.another();
    gateOf('moves'); // It is still closed: the stop has to give up on it.
    await stopping.stop();
    expect(signals.get('moves')?.aborted).toBe(true);
    gateOf('moves').open();
    expect(await service.host.answer(slow)).toEqual({ kind: 'completed', variables: { name: 'moves' } });
    await third.close();
  });

  /** As a killed process leaves it. */
  async function leaveRunning(jobKey: string, request: object): Promise<void> {
    const record = {
      topic: 'payment.commands',
      key: 'saga-1',
      value: JSON.stringify(request),
      headers: { ce_specversion: '1.0', ce_id: '1', ce_source: '/t', ce_type: messageTypes.jobRequested },
    };
    await service.dataSource.query(
      `INSERT INTO partitura.inbox (job_key, saga_id, attempt, state, reply_to, command, owner, lease_until)
       VALUES ($1, 'saga-1', 1, 'running', 'host-of-payment.replies', $2, gen_random_uuid(), now())`,
      [jobKey, JSON.stringify(record)],
    );
  }
});

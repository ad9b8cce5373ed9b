import { Ctx } from '@nestjs/microservices';
import { type LocalAnswer, type LocalJob, type JobAnswer, StoreUnavailableError } from '@partitura/runtime';
import type { ClientBase } from 'pg';
import { Participant, Task, TaskContext } from '..';
import { HostedTasks } from '../hosting/hosted-tasks';
import { JobMetrics } from '../jobs/job-metrics';
import { TaskRegistry } from '../handlers/task-registry';
import { Ledger1, LedgerEntry } from './ledger';
import { startTestService, type TestService } from './test-service';
import { gate, until } from './until';

type Outcome = JobAnswer['outcome'];
type Answer = (outcome: Outcome, transaction?: ClientBase) => Promise<LocalAnswer>;

const runs: string[] = [];
const held = gate();

@Participant('payment')
class Tasks {
  @Task('plain')
  plain(@Ctx() ctx: TaskContext): object {
    runs.push(ctx.jobKey);
    return { done: true };
  }

  @Task('writes')
  async writes(@Ctx() ctx: TaskContext): Promise<void> {
    runs.push(ctx.jobKey);
    await ctx.transaction.insert(LedgerEntry, { what: ctx.jobKey });
  }

  @Task('held')
  async held(@Ctx() ctx: TaskContext): Promise<object> {
    runs.push(`${ctx.jobKey}/${ctx.attempt}`);
    await held.opened;
    return {};
  }
}

const none = () => undefined;
const taken: LocalAnswer = { kind: 'taken', committed: none, rolledBack: none };

describe('what a host says of its tasks', () => {
  let service: TestService;
  let tasks: HostedTasks;
  let keys = 0;
  beforeAll(async () => {
    service = await startTestService({
      controllers: [Tasks],
      entities: [LedgerEntry],
      migrations: [Ledger1],
    });
    const app = await service.running.ready;
    tasks = new HostedTasks(
      { participant: 'payment', bus: service.host.bus },
      service.dataSource,
      app.get(TaskRegistry),
      app.get(JobMetrics),
    );
  });
  afterAll(async () => {
    held.open();
    await service.close();
  });

  const job = (task: string, answer: Answer, more = {}): LocalJob<ClientBase> => ({
    sagaId: 'saga-1',
    participant: 'payment',
    request: service.host.request(task, { jobKey: `9${++keys}`, ...more }),
    answer,
  });
  const runsOf = ({ request }: LocalJob) => runs.filter((key) => key === request.jobKey).length;
  const entries = ({ request }: LocalJob) =>
    service.dataSource.getRepository(LedgerEntry).countBy({ what: request.jobKey });

  it('is given again until the store takes it, without doing the work again', async () => {
    const outcomes: Outcome[] = [];
    const plain = job('plain', (outcome) => {
      outcomes.push(outcome);
      return outcomes.length < 3
        ? Promise.reject(new StoreUnavailableError('Postgres does not answer.'))
        : Promise.resolve(taken);
    });
    tasks.take([plain]);
    await until('the third answer', () => outcomes.length === 3);
    expect(new Set(outcomes.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(outcomes[0]).toEqual({ kind: 'completed', variables: { done: true } });
    expect(runsOf(plain)).toBe(1);
  });

  it('is written into the transaction of the handler, and told once that is committed', async () => {
    const told: string[] = [];
    const writing = job('writes', async (_outcome, client) => {
      await client?.query(`INSERT INTO ledger (what) VALUES ('step of ' || $1)`, [writing.request.jobKey]);
      return {
        kind: 'taken',
        committed: () => told.push('committed'),
        rolledBack: () => told.push('rolled back'),
      };
    });
    tasks.take([writing]);
    await until('the commit', () => told.length > 0);
    expect(told).toEqual(['committed']);
    const what = `step of ${writing.request.jobKey}`;
    expect(await service.dataSource.getRepository(LedgerEntry).countBy({ what })).toBe(1);
    expect(await entries(writing)).toBe(1);
  });

  it('rolls the work back when it is refused, and does not repeat it', async () => {
    let asked = 0;
    const writing = job('writes', () => {
      asked += 1;
      return Promise.resolve({ kind: 'refused', reason: 'It was withdrawn.' });
    });
    tasks.take([writing]);
    await until('the answer', () => asked > 0);
    tasks.take([job('plain', () => Promise.resolve(taken))]);
    await until('rest', async () => (await entries(writing)) === 0);
    expect(runsOf(writing)).toBe(1);
    expect(asked).toBe(1);
  });

  it('is taken back when the transaction breaks after it was written; the work is done again', async () => {
    const told: string[] = [];
    const writing = job('writes', async (_outcome, client) => {
      const ended = told.length;
      if (ended === 0) {
        const { rows } = (await client?.query('SELECT pg_backend_pid() AS pid')) as {
          rows: { pid: number }[];
        };
        await service.dataSource.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      }
      return {
        kind: 'taken',
        committed: () => told.push('committed'),
        rolledBack: () => told.push('rolled back'),
      };
    });
    tasks.take([writing]);
    await until('the commit', () => told.includes('committed'));
    expect(told).toEqual(['rolled back', 'committed']);
    expect(runsOf(writing)).toBe(2);
    expect(await entries(writing)).toBe(1);
  });

  it('names the handlers there are when a job type has none', async () => {
    let outcome: Outcome | undefined;
    tasks.take([
      job('nobodys', (answered) => {
        outcome = answered;
        return Promise.resolve(taken);
      }),
    ]);
    expect(await until('the answer', () => outcome)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('it has payment.held, payment.plain, payment.writes') as string,
      retries: 0,
    });
  });

  it('comes once from a job that is asked for twice, and from the later attempt of two (P1)', async () => {
    const answered: number[] = [];
    const first = job('held', () => Promise.resolve(taken));
    const { jobKey, idempotencyKey } = first.request;
    const second = job(
      'held',
      () => {
        answered.push(2);
        return Promise.resolve(taken);
      },
      { jobKey, idempotencyKey, attempt: 2 },
    );
    tasks.take([first, first]);
    tasks.take([second]);
    tasks.take([first]);
    await until('both to begin', () => runs.includes(`${jobKey}/2`));
    held.open();
    await until('the answer', () => answered.length > 0);
    expect(runs.filter((run) => run.startsWith(jobKey))).toEqual([`${jobKey}/1`, `${jobKey}/2`]);
  });
});

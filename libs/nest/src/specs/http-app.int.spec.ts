import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Body, Controller, Get, NotFoundException, Post } from '@nestjs/common';
import { NewerDatabaseError } from '@partitura/postgres';
import { createTestDatabase, type TestDatabase } from '@partitura/testing';
import { Client } from 'pg';
import { z } from 'zod';
import {
  bootstrapService,
  PortUnavailableError,
  ProblemException,
  SchemaPipe,
  type ServiceOptions,
} from '..';
import { Ledger1, LedgerEntry } from './ledger';
import { startTestService } from './test-service';
import { until } from './until';

const order = z.object({
  customerId: z.string().min(1, { message: 'must not be empty' }),
  items: z.array(z.object({ sku: z.string(), quantity: z.int().min(1, { message: 'must be at least 1' }) })),
});

@Controller()
class OrdersController {
  @Post('orders')
  place(@Body(new SchemaPipe(order)) body: z.infer<typeof order>): object {
    return body;
  }

  @Get('missing')
  missing(): never {
    throw new NotFoundException('There is no order 7.');
  }

  @Get('conflict')
  conflict(): never {
    throw new ProblemException(409, 'The order is confirmed and can no longer be cancelled.');
  }

  @Get('broken')
  broken(): never {
    throw new Error('secret detail');
  }
}

class Nothing {}

let own: TestDatabase;
let bus: TestDatabase;
beforeAll(async () => {
  [own, bus] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all([own.drop(), bus.drop()]));

const options = (source: NodeJS.ProcessEnv = {}, more: Partial<ServiceOptions> = {}): ServiceOptions => ({
  name: 'payment',
  module: Nothing,
  ownsProcess: false,
  source: { PORT: '0', DATABASE_URL: own.url, BUS_DATABASE_URL: bus.url, LOG_LEVEL: 'silent', ...source },
  ...more,
});

describe('problems over HTTP', () => {
  let service: Awaited<ReturnType<typeof startTestService>>;
  beforeAll(async () => {
    service = await startTestService({ controllers: [OrdersController] });
  });
  afterAll(() => service.close());

  const ask = async (path: string, body?: string) => {
    const response = await fetch(service.running.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const type = response.headers.get('content-type');
    return {
      status: response.status,
      type,
      headers: response.headers,
      body: await response.json(),
    };
  };
  const problem = 'application/problem+json; charset=utf-8';

  it('passes what fits the schema', async () => {
    const body = { customerId: 'c', items: [{ sku: 's', quantity: 1 }] };
    expect(await ask('/orders', JSON.stringify(body))).toMatchObject({ status: 201, body });
  });

  it('names every field at fault', async () => {
    const bad = {
      customerId: '',
      items: [
        { sku: 's', quantity: 0 },
        { sku: 7, quantity: 1 },
      ],
    };
    const answer = await ask('/orders', JSON.stringify(bad));
    expect(answer).toMatchObject({
      status: 400,
      type: problem,
      body: {
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        detail: 'Please correct: customerId, items.0.quantity, items.1.sku.',
        instance: '/orders',
        errors: [
          { field: 'customerId', message: 'must not be empty' },
          { field: 'items.0.quantity', message: 'must be at least 1' },
          { field: 'items.1.sku' },
        ],
      },
    });
  });

  it.each([
    ['a body that is no JSON', '/orders', '{"customerId": ', 400, undefined],
    [
      'a body that is too large',
      '/orders',
      JSON.stringify({ customerId: 'x'.repeat(200_000) }),
      413,
      undefined,
    ],
    ['an unknown id', '/missing', undefined, 404, 'There is no order 7.'],
    ['an unknown path', '/nowhere', undefined, 404, 'Cannot GET /nowhere'],
    ['a conflict', '/conflict', undefined, 409, 'The order is confirmed and can no longer be cancelled.'],
    [
      'a fault of ours',
      '/broken',
      undefined,
      500,
      'The service could not do this. Try again; the log says more.',
    ],
  ])('answers %s', async (_name, path, body, status, detail) => {
    const answer = await ask(path, body);
    expect(answer).toMatchObject({ status, type: problem, body: { status, ...(detail && { detail }) } });
    expect(answer.headers.get('x-powered-by')).toBeNull();
  });
});

describe('a service’s process', () => {
  it('has health and metrics', async () => {
    const running = await bootstrapService(options());
    await running.ready;
    await until('readiness', async () => (await fetch(`${running.url}/health/ready`)).status === 200);
    const ready = (await (await fetch(`${running.url}/health/ready`)).json()) as { parts: object };
    expect(Object.keys(ready.parts).sort()).toEqual(['bus', 'consumer', 'database']);
    const metrics = await fetch(`${running.url}/metrics`);
    expect(metrics.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await metrics.text()).toContain('partitura_inbox_in_flight 0');
    await running.close();
  });

  it('waits for Postgres: alive, not ready, and says why', async () => {
    const url = new URL(own.url);
    url.pathname = `${url.pathname}_later`;
    const running = await bootstrapService(options({ DATABASE_URL: url.href }));
    expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
    const report = await until('the reason', async () => {
      const answer = await fetch(`${running.url}/health/ready`);
      const { parts } = (await answer.json()) as {
        parts: Record<string, { status: string; reason?: string }>;
      };
      return answer.status === 503 && parts.database?.reason?.includes('cannot be reached') && parts;
    });
    expect(report.database?.reason).toMatch(/Postgres cannot be reached: .*Check DATABASE_URL/);
    const early = await fetch(`${running.url}/orders`);
    expect(early.status).toBe(503);
    expect(early.headers.get('content-type')).toBe('application/problem+json');

    const client = new Client({ connectionString: own.url });
    await client.connect();
    await client.query(`CREATE DATABASE "${url.pathname.slice(1)}"`);
    await until('readiness', async () => (await fetch(`${running.url}/health/ready`)).status === 200);
    await running.close();
    await client.query(`DROP DATABASE "${url.pathname.slice(1)}" WITH (FORCE)`);
    await client.end();
  });

  it('can be stopped while it waits for Postgres', async () => {
    const running = await bootstrapService(options({ DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/x' }));
    const refused = expect(running.ready).rejects.toThrow('Stopped before Postgres could be reached');
    await running.close();
    await refused;
  });

  it('serves while the bus is away, and names it in readiness', async () => {
    const running = await bootstrapService(
      options({ BUS_DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/x' }, { inbox: { drainMs: 500 } }),
    );
    await running.ready;
    const report = await until('the report', async () => {
      const answer = await fetch(`${running.url}/health/ready`);
      const { parts } = (await answer.json()) as { parts: Record<string, { status: string }> };
      return answer.status === 503 && parts.bus?.status === 'down' && parts;
    });
    expect(report.database?.status).toBe('up');
    expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
    await running.close();
  });

  it('refuses a port in use with the remedy', async () => {
    const taken: Server = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const refused = bootstrapService(options({ PORT: String(port) }));
    await expect(refused).rejects.toThrow(PortUnavailableError);
    await expect(refused).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use. Stop the program that has it`,
    );
    await new Promise((resolve) => taken.close(resolve));
  });

  it('refuses a database that a newer release has migrated', async () => {
    const newer = await createTestDatabase();
    const first = await bootstrapService(
      options({ DATABASE_URL: newer.url }, { entities: [LedgerEntry], migrations: [Ledger1] }),
    );
    await first.ready;
    await first.close();

    const olderService = await bootstrapService(options({ DATABASE_URL: newer.url }));
    await expect(olderService.ready).rejects.toThrow(/does not know: Ledger1700000000001\. Run the release/);
    await olderService.close();

    const client = new Client({ connectionString: newer.url });
    await client.connect();
    await client.query(`INSERT INTO partitura.schema_versions (version, name) VALUES (99, 'later')`);
    await client.end();
    const olderLibrary = await bootstrapService(options({ DATABASE_URL: newer.url }));
    await expect(olderLibrary.ready).rejects.toThrow(NewerDatabaseError);
    await olderLibrary.close();
    await newer.drop();
  });

  it('migrates once when two instances start together', async () => {
    const fresh = await createTestDatabase();
    const more = { entities: [LedgerEntry], migrations: [Ledger1] };
    const both = await Promise.all(
      [1, 2].map(() => bootstrapService(options({ DATABASE_URL: fresh.url }, more))),
    );
    await Promise.all(both.map(({ ready }) => ready));
    await Promise.all(both.map((running) => running.close()));
    await fresh.drop();
  });
});

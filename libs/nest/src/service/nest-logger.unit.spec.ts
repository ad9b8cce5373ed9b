import { createLogger } from '@partitura/telemetry';
import { NestLogger } from './nest-logger';

it('writes Nest’s lines as JSON, with context and stack in fields of their own', () => {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  const logger = new NestLogger(createLogger({ service: 'payment', destination }));
  logger.log('Started', 'Inbox');
  logger.log('Mapped {/orders, POST} route', 'RouterExplorer');
  logger.error('Broken', 'Error: Broken\n    at x', 'RpcExceptionsHandler');
  logger.error(new TypeError('Bad'), undefined, 'ExceptionsHandler');
  logger.warn({ odd: true });
  logger.debug('not shown');
  expect(lines).toMatchObject([
    { level: 'info', context: 'Inbox', msg: 'Started' },
    { level: 'error', context: 'RpcExceptionsHandler', stack: 'Error: Broken\n    at x', msg: 'Broken' },
    { level: 'error', context: 'ExceptionsHandler', msg: 'Bad', err: { type: 'TypeError' } },
    { level: 'warn', msg: '{"odd":true}' },
  ]);
});

import { z } from 'zod';
import { readServiceEnvironment } from './environment';
import { EnvironmentError, readEnvironment } from './read-environment';

const good = {
  PORT: '8081',
  DATABASE_URL: 'postgresql://u:p@db:5432/orders',
  BUS_DATABASE_URL: 'postgresql://u:p@db:5432/bus',
};

const problemsOf = (source: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readServiceEnvironment(source);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
};

it('fills in defaults', () => {
  expect(readServiceEnvironment(good)).toEqual({
    ...good,
    PORT: 8081,
    HOST: '127.0.0.1',
    KAFKA_BROKERS: [],
    PLACEMENT: 'orchestrated',
    LOG_LEVEL: 'info',
  });
});

it('reads a list of brokers, and needs no embedded bus then', () => {
  const { BUS_DATABASE_URL: _none, ...rest } = good;
  expect(readServiceEnvironment({ ...rest, KAFKA_BROKERS: 'a:9092, b:9093' }).KAFKA_BROKERS).toEqual([
    'a:9092',
    'b:9093',
  ]);
});

it('names every variable at fault at once, with its value and what is allowed', () => {
  expect(
    problemsOf({
      PORT: '99999',
      DATABASE_URL: 'mysql://root:secret@db/x',
      KAFKA_BROKERS: 'broker',
      LOG_LEVEL: 'loud',
      PLACEMENT: 'nowhere',
    }),
  ).toEqual([
    'PORT=99999: allowed: a port from 0 to 65535 (0: any free one)',
    'DATABASE_URL=mysql://root:***@db/x: allowed: a URL like postgresql://user:password@host:5432/database',
    'KAFKA_BROKERS=broker: allowed: host:port pairs separated by commas, or nothing for the embedded bus',
    'PLACEMENT=nowhere: allowed: orchestrated, choreographed, or the hosts of participants as JSON, e.g. {"payment":"payment"}',
    'LOG_LEVEL=loud: allowed: fatal, error, warn, info, debug, trace, silent',
  ]);
});

it('names what is missing, the bus among it', () => {
  expect(problemsOf({ PORT: '', LOG_LEVEL: 'loud' })).toEqual([
    'PORT is not set; it is required',
    'DATABASE_URL is not set; it is required',
    'LOG_LEVEL=loud: allowed: fatal, error, warn, info, debug, trace, silent',
    'BUS_DATABASE_URL is not set; required while KAFKA_BROKERS is empty: the URL of the database of the embedded bus',
  ]);
});

it.each([
  ['choreographed', 'choreographed'],
  ['{"payment":"payment"}', { payment: 'payment' }],
])('reads the placement %s', (PLACEMENT, placement) => {
  expect(readServiceEnvironment({ ...good, PLACEMENT }).PLACEMENT).toEqual(placement);
});

it.each(['payment=payment', '["payment"]', '{"payment":7}', '{"payment":""}', '{'])(
  'refuses the placement %j',
  (PLACEMENT) => {
    expect(problemsOf({ ...good, PLACEMENT })).toEqual([
      expect.stringContaining('allowed: orchestrated, choreographed, or the hosts of participants as JSON'),
    ]);
  },
);

it('checks further variables of a service beside the others', () => {
  const more = { GATEWAY_URL: z.url({ message: 'allowed: a URL' }) };
  expect(readServiceEnvironment({ ...good, GATEWAY_URL: 'https://pay' }, more).GATEWAY_URL).toBe(
    'https://pay',
  );
  expect(() => readServiceEnvironment({ ...good, GATEWAY_URL: 'pay' }, more)).toThrow(
    'The environment has a bad value:\n  GATEWAY_URL=pay: allowed: a URL',
  );
});

it('reads any other schema as well', () => {
  expect(readEnvironment(z.object({ A: z.string() }), { A: 'x', B: undefined })).toEqual({ A: 'x' });
});

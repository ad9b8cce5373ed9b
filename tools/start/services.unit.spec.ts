import { addressTable } from './addresses.mjs';
import { databaseUrl, planServices } from './services.mjs';

describe('the plan of the services', () => {
  const plan = planServices({
    port: 9000,
    serverUrl: 'postgresql://me:secret@host:5433?sslmode=require',
    brokers: 'kafka:9092',
    processesDir: '/models',
  });

  it('gives each service the next port', () => {
    expect(plan.map(({ name, url }) => [name, url])).toEqual([
      ['orchestrator', 'http://127.0.0.1:9000'],
      ['order', 'http://127.0.0.1:9001'],
      ['payment', 'http://127.0.0.1:9002'],
      ['inventory', 'http://127.0.0.1:9003'],
      ['shipping', 'http://127.0.0.1:9004'],
    ]);
  });

  it('gives each service a database of its own and all the same bus', () => {
    expect(plan.map(({ env }) => env.DATABASE_URL)).toEqual(
      ['orchestrator', 'order', 'payment', 'inventory', 'shipping'].map(
        (name) => `postgresql://me:secret@host:5433/partitura_${name}?sslmode=require`,
      ),
    );
    expect(new Set(plan.map(({ env }) => env.BUS_DATABASE_URL))).toEqual(
      new Set(['postgresql://me:secret@host:5433/partitura_bus?sslmode=require']),
    );
    expect(new Set(plan.map(({ env }) => env.KAFKA_BROKERS))).toEqual(new Set(['kafka:9092']));
  });

  it('replaces the database that a URL names', () => {
    expect(databaseUrl('postgresql://host/postgres', 'partitura_bus')).toBe(
      'postgresql://host/partitura_bus',
    );
  });

  it('is told as a table that begins with the word to wait for', () => {
    const table = addressTable({ services: plan, postgres: 'host:5433', bus: 'Apache Kafka' });
    expect(table).toMatch(/^Partitura is ready\n/);
    for (const { name, url } of plan) expect(table).toMatch(new RegExp(`^ {2}${name} +${url}`, 'm'));
  });
});

import { readOptions } from './options.mjs';

it('finds the services at the ports after that of the order service', () => {
  expect(readOptions(['--url', 'http://127.0.0.1:9001/', '--count', '7']).urls).toEqual({
    order: 'http://127.0.0.1:9001',
    payment: 'http://127.0.0.1:9002',
    inventory: 'http://127.0.0.1:9003',
    shipping: 'http://127.0.0.1:9004',
  });
});

it('takes other addresses', () => {
  const { urls, count, timeoutMs } = readOptions(['--payment', 'https://payment.example', '--timeout', '20']);
  expect(urls.payment).toBe('https://payment.example');
  expect(urls.shipping).toBe('http://127.0.0.1:8084');
  expect({ count, timeoutMs }).toEqual({ count: 100, timeoutMs: 20_000 });
});

it.each([['--count', '0'], ['--count', 'many'], ['--url', 'nowhere'], ['--timeout', '-1'], ['--colour']])(
  'refuses %s %s with exit status 2 and the usage',
  (...args) => {
    expect(() => readOptions(args)).toThrow(expect.objectContaining({ exitCode: 2 }) as Error);
    expect(() => readOptions(args)).toThrow(/npm run orders/);
  },
);

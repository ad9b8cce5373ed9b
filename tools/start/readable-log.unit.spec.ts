import { readable } from './readable-log.mjs';

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

describe('the readable log', () => {
  const shape = readable('order');

  it('shows time, service, level and message', () => {
    expect(shape(JSON.stringify({ level: 30, time: at, pid: 1, hostname: 'h', msg: 'placed' }))).toBe(
      'order        03:04:05.678 INFO  placed',
    );
  });

  it('appends what else a line tells, without what every line has', () => {
    expect(
      shape(
        JSON.stringify({
          level: 40,
          time: at,
          service: 'order',
          msg: 'slow',
          sagaId: 's-1',
          took: { ms: 5 },
        }),
      ),
    ).toBe('order        03:04:05.678 WARN  slow sagaId=s-1 took={"ms":5}');
  });

  it('puts the stack of an error below it', () => {
    const err = { type: 'Error', message: 'no', stack: 'Error: no\n  at here' };
    expect(shape(JSON.stringify({ level: 50, time: at, msg: 'failed', err }))).toBe(
      'order        03:04:05.678 ERROR failed\n    Error: no\n      at here',
    );
  });

  it.each(['plain text', '{ no json', '{}'])('hands on what is no log record: %s', (line) => {
    expect(shape(line)).toMatch(/^order {8}/);
    expect(shape('plain text')).toBe('order        plain text');
  });

  it('colours only when asked', () => {
    const line = JSON.stringify({ level: 50, time: at, msg: 'failed' });
    expect(readable('order', { colour: true })(line)).toContain('\u001b[31mERROR');
    expect(shape(line)).not.toContain('\u001b');
  });
});

import { readOptions } from './options.mjs';

const failure = (args: string[]): unknown => {
  try {
    readOptions(args);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('the options of npm start', () => {
  it('have defaults', () => {
    expect(readOptions([])).toEqual({
      help: false,
      fresh: false,
      port: 8080,
      placement: 'orchestrated',
      database: undefined,
      kafka: undefined,
    });
  });

  it.each([
    [['--kafka'], { local: true }],
    [['--kafka', '--fresh'], { local: true }],
    [['--kafka', 'one:9092,two:9093'], { local: false, brokers: 'one:9092,two:9093' }],
    [['--kafka=one:9092'], { local: false, brokers: 'one:9092' }],
    [['--kafka', '[::1]:9092'], { local: false, brokers: '[::1]:9092' }],
  ])('take a Kafka of their own or another: %j', (args, kafka) => {
    expect(readOptions(args)).toMatchObject({ kafka });
  });

  it('take everything at once', () => {
    expect(
      readOptions([
        '--port',
        '9000',
        '--fresh',
        '--no-open',
        '--database',
        'postgresql://me@host/db',
        '--kafka',
      ]),
    ).toMatchObject({ port: 9000, fresh: true, database: 'postgresql://me@host/db', kafka: { local: true } });
  });

  it.each([
    [['--bogus'], /Unknown option '--bogus'/],
    [['extra'], /Unexpected argument 'extra'/],
    [['--port', '0'], /from 1 to 65531/],
    [['--port', '65532'], /from 1 to 65531/],
    [['--port', '80x'], /--port 80x/],
    [['--port'], /--port/],
    [['--kafka', 'nowhere'], /"nowhere" is no HOST:PORT/],
    [['--database', 'mysql://host'], /postgresql:\/\/user/],
    [['--placement', 'sideways'], /choreographed, or PARTICIPANT=HOST/],
    [['--placement', 'payment='], /PARTICIPANT=HOST/],
  ])('refuse %j, say why and how it is used', (args, message) => {
    expect(failure(args)).toMatchObject({ exitCode: 2, message: expect.stringMatching(message) as string });
    expect(failure(args)).toMatchObject({
      message: expect.stringContaining('npm start -- [options]') as string,
    });
  });

  it.each([
    ['orchestrated', 'orchestrated'],
    ['choreographed', 'choreographed'],
    ['payment=payment,shipping=payment', '{"payment":"payment","shipping":"payment"}'],
  ])('place fragments as %s', (text, placement) => {
    expect(readOptions(['--placement', text])).toMatchObject({ placement });
  });
});

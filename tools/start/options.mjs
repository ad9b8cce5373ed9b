import { parseArgs } from 'node:util';
import { Failure } from '../entry/failure.mjs';
import { readPlacement } from './placement.mjs';
import { serviceNames } from './services.mjs';
import { usage } from './usage.mjs';

const wrong = (message) => new Failure(`${message}\n\n${usage}`, 2);

/** `--kafka` stands alone or takes brokers; parseArgs knows only one of the two. */
function takeKafka(args) {
  const at = args.findIndex((arg) => arg === '--kafka' || arg.startsWith('--kafka='));
  if (at < 0) return { rest: args, kafka: undefined };
  const next = args[at + 1];
  const inline = args[at].startsWith('--kafka=');
  const separate = !inline && next !== undefined && !next.startsWith('-');
  const value = inline ? args[at].slice('--kafka='.length) : separate ? next : '';
  return { rest: args.toSpliced(at, separate ? 2 : 1), kafka: value };
}

function readPort(text) {
  const port = Number(text);
  const highest = 65_535 - (serviceNames.length - 1);
  if (/^\d+$/.test(text) && port >= 1 && port <= highest) return port;
  throw wrong(`--port ${text}: a number from 1 to ${highest} is needed.`);
}

function readBrokers(text) {
  const brokers = text.split(',');
  const broken = brokers.find((broker) => !/^(\[[\da-f:]+\]|[^:\s]+):\d{1,5}$/i.test(broker));
  if (broken === undefined) return brokers.join(',');
  throw wrong(`--kafka ${text}: "${broken}" is no HOST:PORT.`);
}

function readDatabase(text) {
  if (/^postgres(ql)?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')) return text;
  throw wrong(`--database ${text}: a URL like postgresql://user:password@host:5432 is needed.`);
}

/**
 * Reads the command line of `npm start`.
 *
 * @param {string[]} args
 * @returns {{ help: boolean, fresh: boolean, port: number, placement: string, database: string | undefined,
 *   kafka: undefined | { local: true } | { local: false, brokers: string } }}
 * @throws {Failure} with exit status 2 for what is unknown or malformed
 */
export function readOptions(args) {
  const { rest, kafka } = takeKafka(args);
  let values;
  try {
    ({ values } = parseArgs({
      args: rest,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        fresh: { type: 'boolean', default: false },
        port: { type: 'string', default: '8080' },
        database: { type: 'string' },
        placement: { type: 'string', default: 'orchestrated' },
        'no-open': { type: 'boolean' },
      },
    }));
  } catch (error) {
    throw wrong(error.message);
  }
  const placement = readPlacement(values.placement);
  if (placement === undefined)
    throw wrong(
      `--placement ${values.placement}: orchestrated, choreographed, or PARTICIPANT=HOST,… is needed.`,
    );
  return {
    help: values.help,
    fresh: values.fresh,
    port: readPort(values.port),
    placement,
    database: values.database === undefined ? undefined : readDatabase(values.database),
    kafka:
      kafka === undefined
        ? undefined
        : kafka === ''
          ? { local: true }
          : { local: false, brokers: readBrokers(kafka) },
  };
}

import { parseArgs } from 'node:util';
import { Failure } from '../../tools/entry/failure.mjs';

export const usage = `Usage: npm run bench -- [options]

Measures order sagas end to end: one saga is an order placed and its final state observed by the client.

  --suite saga|demo|engine  saga: four participants with trivial handlers; demo: the services of the demo;
                            engine: the engine alone, in one thread, beside the library bpmn-engine (saga)
  --bus embedded|kafka      the log in Postgres, or a local Apache Kafka (embedded)
  --placement orchestrated|choreographed
                            where the fragments run: on the orchestrator, or on their services (orchestrated)
  --scenario S4|S4C         S4 is confirmed, S4C is declined and undone (both)
  --concurrency 1,32,256    clients, each waiting for its saga before it begins the next
  --seconds 12              length of a measurement
  --warmup SECONDS          instead of waiting until the CPU per saga has stopped falling
  --rows                    suite saga: one business row per step, in the handler's transaction
  --json                    one JSON object on stdout instead of a table
  --help

`;

const wrong = (message) => new Failure(`${message}\n\n${usage}`, 2);

const later = {
  growth: 'The suite "growth" is not there yet: this release has saga, demo and engine.',
};

function oneOf(name, text, allowed) {
  if (allowed.includes(text)) return text;
  throw wrong(`--${name} ${text}: one of ${allowed.join(', ')} is needed.`);
}

function numberFrom(name, text, least) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= 100_000) return number;
  throw wrong(`--${name} ${text}: a whole number from ${least} is needed.`);
}

function readValues(args) {
  try {
    return parseArgs({
      args,
      options: {
        suite: { type: 'string', default: 'saga' },
        bus: { type: 'string', default: 'embedded' },
        placement: { type: 'string', default: 'orchestrated' },
        scenario: { type: 'string', default: 'S4,S4C' },
        concurrency: { type: 'string', default: '1,32,256' },
        seconds: { type: 'string', default: '12' },
        warmup: { type: 'string' },
        rows: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw wrong(error.message);
  }
}

/**
 * Reads the command line of `npm run bench`.
 *
 * @param {string[]} args
 * @throws {Failure} with exit status 2 for what is unknown, malformed or not there yet
 */
export function readOptions(args) {
  const values = readValues(args);
  if (later[values.suite]) throw new Failure(later[values.suite], 2);
  if (values.rows && values.suite !== 'saga') throw wrong('--rows goes with the suite saga alone.');
  return {
    help: values.help,
    json: values.json,
    rows: values.rows,
    suite: oneOf('suite', values.suite, ['saga', 'demo', 'engine']),
    bus: oneOf('bus', values.bus, ['embedded', 'kafka']),
    placement: oneOf('placement', values.placement, ['orchestrated', 'choreographed']),
    scenarios: values.scenario.split(',').map((text) => oneOf('scenario', text, ['S4', 'S4C'])),
    concurrencies: values.concurrency.split(',').map((text) => numberFrom('concurrency', text, 1)),
    seconds: numberFrom('seconds', values.seconds, 1),
    warmup: values.warmup === undefined ? undefined : numberFrom('warmup', values.warmup, 0),
  };
}

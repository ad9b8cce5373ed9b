import { parseArgs } from 'node:util';
import { measureGrowth } from './growth';
import { type EngineCell, measure, type Subject } from './measure';
import { composition, fourSteps } from './partitura';
import { peer } from './peer';

const sizes = [1000, 10_000, 100_000];

/** Prints the cells of the suite as one JSON object; progress goes to stderr. */
async function main(): Promise<void> {
  const { seconds, order, scenarios } = readOptions();
  const { S4, S4C } = await composition(order);
  const all: Subject[] = [
    { engine: 'partitura', scenario: 'S4', run: S4 },
    { engine: 'partitura', scenario: 'S4C', run: S4C },
    { engine: 'partitura', scenario: 'four-steps', run: await fourSteps(order) },
    { engine: 'bpmn-engine', scenario: 'four-steps', run: await peer(order) },
  ];
  const subjects = all.filter(({ scenario }) => scenario === 'four-steps' || scenarios.includes(scenario));
  const cells: EngineCell[] = [];
  for (const subject of subjects) {
    const cell = await measure(subject, seconds);
    say(`${cell.engine} ${cell.scenario}: ${cell.sagasPerSecond} sagas/s`);
    cells.push(cell);
  }
  const growth = await measureGrowth(sizes, ({ scenario, size, microsecondsPerItem }) =>
    say(`${scenario} of ${size}: ${microsecondsPerItem} µs an item`),
  );
  process.stdout.write(JSON.stringify({ cells, growth, timesAsFast: timesAsFast(cells) }));
}

function readOptions() {
  const { values } = parseArgs({
    options: { seconds: { type: 'string' }, order: { type: 'string' }, scenarios: { type: 'string' } },
  });
  return {
    seconds: Number(values.seconds),
    order: JSON.parse(values.order ?? '{}') as Record<string, never>,
    scenarios: (values.scenarios ?? '').split(','),
  };
}

/** How many sagas of the same model run in the time of one of the peer's. */
function timesAsFast(cells: readonly EngineCell[]): number {
  const rate = (engine: EngineCell['engine']): number =>
    cells.find((cell) => cell.engine === engine && cell.scenario === 'four-steps')?.sagasPerSecond ?? 0;
  return Math.round(rate('partitura') / Math.max(rate('bpmn-engine'), 1));
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

void main();

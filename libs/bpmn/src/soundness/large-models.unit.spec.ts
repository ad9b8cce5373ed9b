import { compileScore } from '../compile-score';
import { composition, onError, type PoolSketch } from '../testing/composition-xml';
import { checkScore } from './check-score';
import { explore, type StateSpace } from './explore/explore';
import { drawNet } from './net/draw-net';

const letters = 'abcdefghijklmnopqrs'.split('');

/** A lead asks nineteen services at once, and each answers that it worked or that it failed: 20 pools, 200 elements. */
const atOnce = composition({
  lead: {
    lines: [
      'start and-fork',
      ...letters.flatMap((x) => [
        `and-fork send-ask${x} race-${x} get-ok${x} xor-${x} and-join`,
        `race-${x} get-failed${x} xor-${x}`,
      ]),
      'and-join task end',
    ],
  },
  ...Object.fromEntries(letters.map((x) => [`service-${x}`, service(x)])),
});

/** The services ask one another in a row, and a failure goes back all the way. */
const inARow = composition({
  lead: { lines: ['start send-aska race get-oka end', 'race get-faileda end-2'] },
  ...Object.fromEntries(letters.map((x, index) => [`service-${x}`, service(x, letters[index + 1])])),
});

function service(x: string, next?: string): PoolSketch {
  const asks =
    next === undefined
      ? `task-b${x} sent-ok${x}`
      : `send-ask${next} race-${x}-2 get-ok${next} task-b${x} sent-ok${x}`;
  return {
    lines: [
      `got-ask${x} task-${x} ${asks}`,
      `bad-${x} xor-${x}-2 task-undo${x} sent-failed${x}`,
      ...(next === undefined ? [] : [`race-${x}-2 get-failed${next} xor-${x}-2`]),
    ],
    more: onError(`bad-${x}`, `task-${x}`),
  };
}

async function spaceOf(xml: string): Promise<StateSpace> {
  return explore(drawNet(await compileScore(xml)).net, { bound: 50_000 });
}

describe('a composition of 20 participants', () => {
  test.each([
    ['asked at once', atOnce, 4000],
    ['asked in a row', inARow, 1000],
  ])('%s is proven within few states', async (_, xml, most) => {
    const score = await compileScore(xml);
    expect(score.participants).toHaveLength(20);
    const elements = score.processes.reduce((sum, process) => sum + process.elements.size, 0);
    expect(elements).toBeGreaterThanOrEqual(190);
    expect(checkScore(score)).toEqual([]);
    const { states, visited } = await spaceOf(xml);
    expect(visited).toBe(states.length);
    expect(visited).toBeLessThan(most);
  });
});

/** Each of the nineteen services fails in silence; how they fail together makes half a million states. */
const allSilent = composition({
  lead: {
    lines: [
      'start and-fork',
      ...letters.map((x) => `and-fork send-ask${x} get-ok${x} and-join`),
      'and-join task end',
    ],
  },
  ...Object.fromEntries(
    letters.map((x) => [
      `service-${x}`,
      {
        lines: [`got-ask${x} task-${x} task-b${x} sent-ok${x}`, `bad-${x} task-undo${x} end-${x}`],
        more: onError(`bad-${x}`, `task-${x}`),
      },
    ]),
  ),
});

test('a large composition with a hang in every participant shows each of them', async () => {
  const findings = checkScore(await compileScore(allSilent));
  expect(findings.map(({ rule, element }) => `${rule} ${element}`).sort()).toEqual(
    letters.map((x) => `failure-not-propagated get-ok${x}`),
  );
});

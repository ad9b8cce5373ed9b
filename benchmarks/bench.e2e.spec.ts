import { execFile } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..');

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const bench = (...options: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'benchmarks', 'bench.mjs'), ...options], (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

describe('npm run bench', () => {
  it.each([
    ['saga', 'orchestrated'],
    ['saga', 'choreographed'],
    ['demo', 'orchestrated'],
  ])(
    'measures the suite %s, %s, and finds every result right',
    async (suite, placement) => {
      const short = ['--warmup', '1', '--seconds', '1', '--concurrency', '4'];
      const { status, stdout, stderr } = await bench(
        '--suite',
        suite,
        '--placement',
        placement,
        ...short,
        '--json',
      );
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
      const report = JSON.parse(stdout) as { cells: Record<string, unknown>[] };
      expect(report).toMatchObject({ suite, bus: 'embedded', placement });
      expect(
        report.cells.map(({ scenario, concurrency, errors, wrong }) => [
          scenario,
          concurrency,
          errors,
          wrong,
        ]),
      ).toEqual([
        ['S4', 4, 0, 0],
        ['S4C', 4, 0, 0],
      ]);
      for (const { sagas } of report.cells) expect(sagas).toBeGreaterThan(0);
    },
    150_000,
  );

  it('measures the bare engine beside bpmn-engine, and what could grow faster than the work', async () => {
    const { status, stdout, stderr } = await bench('--suite', 'engine', '--seconds', '1', '--json');
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    const report = JSON.parse(stdout) as {
      cells: { engine: string; scenario: string; sagas: number; wrong: number }[];
      growth: { scenario: string; size: number; wrong: number }[];
      timesAsFast: number;
    };
    expect(report.cells.map(({ engine, scenario, wrong }) => [engine, scenario, wrong])).toEqual([
      ['partitura', 'S4', 0],
      ['partitura', 'S4C', 0],
      ['partitura', 'four-steps', 0],
      ['bpmn-engine', 'four-steps', 0],
    ]);
    expect(new Set(report.growth.map(({ scenario, wrong }) => `${scenario} ${wrong}`)).size).toBe(3);
    expect(report.timesAsFast).toBeGreaterThan(1);
  }, 120_000);

  it.each([
    [['--suite', 'growth'], 'not there yet'],
    [['--scenario', 'S5'], '--scenario S5'],
    [['--concurrency', '1,many'], '--concurrency many'],
    [['--fast'], '--fast'],
  ])('answers %j with exit status 2 and a sentence', async (options, sentence) => {
    const { status, stderr } = await bench(...options);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

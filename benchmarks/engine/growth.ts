import { compileScore } from '@partitura/bpmn';
import { readModel } from './models';
import { libraryOf, playSaga } from './play';

/** Where costs could grow faster than the work: a model for each. */
const processes = ['parallel-multi-instance', 'sequential-multi-instance', 'inclusive-join-in-a-loop'];

export interface GrowthCell {
  readonly scenario: string;
  readonly size: number;
  readonly ms: number;
  /** Stays the same while cost and size are in proportion. */
  readonly microsecondsPerItem: number;
  readonly wrong: number;
}

/** One saga for each process and size, a job for each item or round. */
export async function measureGrowth(
  sizes: readonly number[],
  onCell: (cell: GrowthCell) => void,
): Promise<GrowthCell[]> {
  const cells: GrowthCell[] = [];
  for (const scenario of processes) {
    const library = libraryOf(await compileScore(await readModel(`${scenario}.bpmn`)));
    for (const size of sizes) {
      const items = Array.from({ length: size }, (_, index) => index);
      let done = 0;
      const began = performance.now();
      const { status } = playSaga(library, scenario, { items, rounds: size, round: 0 }, () => {
        done += 1;
        return { round: done };
      });
      const ms = performance.now() - began;
      const wrong = status === 'completed' && done === size ? 0 : 1;
      cells.push({ scenario, size, ms: round(ms), microsecondsPerItem: round((ms / size) * 1000), wrong });
      onCell(cells.at(-1) as GrowthCell);
    }
  }
  return cells;
}

const round = (value: number): number => Math.round(value * 10) / 10;

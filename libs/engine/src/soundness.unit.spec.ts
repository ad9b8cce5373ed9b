import { checkScore, type Finding } from '@partitura/bpmn';
import fc from 'fast-check';
import { buildScore, type ProcessSketch } from './fixtures/score-builder';
import { happenings, playComposition } from './fixtures/composition-history';
import { randomComposition } from './fixtures/random-composition';

const HANGS: ReadonlySet<string> = new Set([
  'deadlock',
  'failure-not-propagated',
  'message-never-sent',
  'parallel-before-exclusive-catches',
]);

/** Elements at which runs hang; which rule is named may depend on the order of a run. */
const hangsIn = (findings: readonly Finding[]): string[] => [
  ...new Set(
    findings
      .filter(({ rule }) => HANGS.has(rule))
      .map(({ element }) => element)
      .sort(),
  ),
];

const isWhole = (findings: readonly Finding[]): boolean =>
  findings.every(({ rule }) => rule !== 'bound-reached' && rule !== 'lack-of-synchronization');

/** A stop inside a scope at which no token waits would mean that a step is missing in the net. */
const isUnexplained = ({ rule, element }: Finding): boolean =>
  rule === 'deadlock' && !/-(get|join)/.test(element);

describe('the check of any composition', () => {
  it('finds with partial-order reduction what it finds without', () => {
    fc.assert(
      fc.property(randomComposition(1), (processes) => {
        const score = buildScore(processes);
        const all = checkScore(score, { full: true, bound: 3000 });
        expect(all.filter(isUnexplained)).toEqual([]);
        fc.pre(isWhole(all));
        expect(hangsIn(checkScore(score))).toEqual(hangsIn(all));
      }),
      { numRuns: 60 },
    );
  });

  it('raises no alarm where every block is left as it is entered and nobody waits for an answer', () => {
    fc.assert(
      fc.property(randomComposition(2, 0), (processes) => {
        const findings = checkScore(buildScore(processes), { bound: 5000 });
        expect(findings.filter(({ rule }) => HANGS.has(rule))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is right: what it finds sound never hangs, whatever happens', () => {
    let sound = 0;
    fc.assert(
      fc.property(randomComposition(2), happenings, (processes: readonly ProcessSketch[], random) => {
        const findings = checkScore(buildScore(processes), { bound: 3000 });
        fc.pre(isWhole(findings) && hangsIn(findings).length === 0);
        sound += 1;
        expect(playComposition(processes, random)).not.toBe('hangs');
      }),
      { numRuns: 80 },
    );
    expect(sound).toBeGreaterThan(20);
  });
});

import { closingLine, ofCheck, ofJest, skippedLines, sum } from './tally.mjs';

const jestResult = (part: object): string =>
  JSON.stringify({
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
    testResults: [],
    ...part,
  });

const skipped = (ancestorTitles: string[]): object => ({
  status: 'pending',
  ancestorTitles,
  title: 'works',
  fullName: [...ancestorTitles, 'works'].join(' '),
});

describe('the tally of npm test', () => {
  it('counts the tests of Jest', () => {
    const result = jestResult({ numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 });
    expect(ofJest(result, 1)).toMatchObject({ passed: 3, failed: 1, skipped: 3 });
  });

  it('counts a suite that could not be loaded as a failure', () => {
    expect(ofJest(jestResult({ numPassedTests: 3, numRuntimeErrorTestSuites: 1 }), 1).failed).toBe(1);
  });

  it('counts a run that ended badly without a failed test as a failure', () => {
    expect(ofJest(jestResult({ numPassedTests: 3 }), 1).failed).toBe(1);
    expect(ofJest(undefined, 1).failed).toBe(1);
    expect(ofJest(undefined, 0).failed).toBe(1);
  });

  it('counts a check only when it fails', () => {
    expect(ofCheck(0)).toMatchObject({ passed: 0, failed: 0 });
    expect(ofCheck(2)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('tells the reason of each skipped suite once', () => {
    const assertionResults = [
      skipped(['the bus over Kafka (skipped: Java is missing)']),
      skipped(['the bus over Kafka (skipped: Java is missing)', 'delivery']),
      skipped(['something']),
    ];
    const tally = ofJest(jestResult({ numPendingTests: 3, testResults: [{ assertionResults }] }), 0);
    expect(skippedLines(tally.reasons)).toEqual([
      'skipped 2: Java is missing',
      'skipped 1: no reason given: something works',
    ]);
  });

  it('ends with one line about everything', () => {
    const total = sum([ofCheck(1), ofJest(jestResult({ numPassedTests: 3, numPendingTests: 1 }), 0)]);
    expect(closingLine(total)).toBe('3 passed, 1 failed, 1 skipped');
  });
});

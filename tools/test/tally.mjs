/**
 * What a step came to.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, reasons: string[] }} Tally
 */

/** A check without tests of its own (lint, types, format) only counts when it fails. @returns {Tally} */
export const ofCheck = (code) => ({ passed: 0, failed: code === 0 ? 0 : 1, skipped: 0, reasons: [] });

const reasonOf = (title) => /\(skipped: (.+)\)$/.exec(title)?.[1];

/**
 * Reads Jest's JSON result. A suite that could not even be loaded is a failure, and so is a run that ended badly
 * without a failed test (a leak, a crash of the runner).
 *
 * @param {string | undefined} json
 * @param {number} code the exit status of Jest
 * @returns {Tally}
 */
export function ofJest(json, code) {
  if (json === undefined) return ofCheck(1);
  const result = JSON.parse(json);
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const skippedTests = result.testResults
    .flatMap((suite) => suite.assertionResults)
    .filter((test) => test.status === 'pending' || test.status === 'todo' || test.status === 'skipped');
  const reasons = skippedTests.map(
    (test) =>
      [...test.ancestorTitles, test.title].map(reasonOf).find((reason) => reason !== undefined) ??
      `no reason given: ${test.fullName}`,
  );
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
    reasons,
  };
}

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  const total = (key) => tallies.reduce((all, tally) => all + tally[key], 0);
  return {
    passed: total('passed'),
    failed: total('failed'),
    skipped: total('skipped'),
    reasons: tallies.flatMap((tally) => tally.reasons),
  };
}

/** How many tests were skipped for which reason, one line each. */
export function skippedLines(reasons) {
  const counts = new Map();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `skipped ${count}: ${reason}`);
}

/** The line that everything ends with. */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

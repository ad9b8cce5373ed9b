import type { ScenarioCase } from '@partitura/testing';
import type { Paint } from '../terminal/terminal';
import { failureText } from './failure-text';

/** One scenario in the report for people: a line when it passed, else everything that helps to see why. */
export function describeScenario(one: ScenarioCase, paint: Paint): string {
  const time = paint('dim', `${Math.round(one.ms)} ms`);
  if (one.status === 'passed') return `${paint('green', '✔')} ${one.name} ${time}\n`;
  const details = failureText(one).map((line) => `    ${colour(line, paint)}`);
  return [`${paint('red', '✘')} ${one.name} ${time}`, `    ${paint('dim', one.file)}`, ...details, ''].join(
    '\n',
  );
}

export function describeTotals(cases: readonly ScenarioCase[], paint: Paint): string {
  const failed = cases.filter(({ status }) => status === 'failed').length;
  const totals = `${cases.length - failed} passed, ${failed} failed`;
  return `\n${paint(failed === 0 ? 'green' : 'red', totals)}\n`;
}

function colour(line: string, paint: Paint): string {
  if (line.startsWith('  expected')) return paint('green', line);
  if (line.startsWith('  actual')) return paint('red', line);
  return line.startsWith('path of') ? paint('dim', line) : line;
}

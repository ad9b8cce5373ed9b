import type { Paint } from '../terminal/terminal';
import type { CheckedFile, CheckedProblem } from './check-model';

/** The report of `check` for people: a line for each file, below it what is wrong. */
export function describeChecks(files: readonly CheckedFile[], paint: Paint): string {
  const refused = files.filter(({ deployable }) => !deployable).length;
  const total = `${files.length} ${files.length === 1 ? 'file' : 'files'} checked, ${refused} not deployable`;
  return [
    ...files.flatMap((file) => describeFile(file, paint)),
    '',
    paint(refused === 0 ? 'green' : 'red', total),
    '',
  ].join('\n');
}

function describeFile({ file, deployable, problems }: CheckedFile, paint: Paint): string[] {
  const mark = deployable ? paint('green', '✔') : paint('red', '✘');
  return [
    `${mark} ${paint('bold', file)}`,
    ...problems.flatMap((problem) => describeProblem(problem, paint)),
  ];
}

function describeProblem(
  { severity, rule, message, participant, path, reason, ignored }: CheckedProblem,
  paint: Paint,
): string[] {
  const label = ignored
    ? paint('dim', 'off')
    : severity === 'error'
      ? paint('red', 'error')
      : paint('yellow', 'warning');
  const where = participant === null ? '' : paint('dim', ` [pool ${participant}]`);
  const run = path.length === 0 ? [] : [`      ${paint('dim', `run: ${path.join(' → ')}`)}`];
  const why = reason === undefined ? [] : [`      ${paint('dim', `turned down by the model: ${reason}`)}`];
  return [`    ${label} ${message} ${paint('dim', rule)}${where}`, ...run, ...why];
}

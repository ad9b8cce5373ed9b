import type { ScenarioCase } from '@partitura/testing';

const PLACES: Readonly<Record<string, string>> = { expect: 'the end', files: 'the deployment' };

/** Why a scenario failed: the reason, what was expected against what came, and the way the tokens took. */
export function failureText({ reason, at, differences = [], path }: ScenarioCase): readonly string[] {
  return [
    ...(at === undefined ? [] : [`at ${PLACES[at] ?? at}`]),
    // The reason says the differences in one sentence.
    ...(differences.length > 0 ? [] : (reason?.split('\n') ?? [])),
    ...differences.flatMap(({ what, expected, actual }) => [
      what,
      ...labelled('  expected ', expected),
      ...labelled('  actual   ', actual),
    ]),
    ...path.map(({ instance, elements }) => `path of ${instance}: ${elements.join(' → ')}`),
  ];
}

/** A text of several lines stays in its column. */
function labelled(label: string, text: string): string[] {
  return text.split('\n').map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line);
}

import type { ModelCoverage } from '@partitura/testing';
import type { Paint } from '../terminal/terminal';

/** What the scenarios took of each model, as a table; below it the elements and flows that none took. */
export function coverageTable(models: readonly ModelCoverage[], paint: Paint): readonly string[] {
  const rows = models.map((model) => ({
    model: `${model.file} ${model.process}`,
    elements: share(model.elements),
    flows: share(model.flows),
    untaken: [...model.elements, ...model.flows].filter(({ taken }) => taken === 0).map(({ id }) => id),
  }));
  const width = (of: 'model' | 'elements' | 'flows', title: string): number =>
    Math.max(title.length, ...rows.map((row) => row[of].length));
  const [model, elements, flows] = [
    width('model', 'model'),
    width('elements', 'elements'),
    width('flows', 'flows'),
  ];
  return [
    paint('bold', `${'model'.padEnd(model)}  ${'elements'.padStart(elements)}  ${'flows'.padStart(flows)}`),
    ...rows.flatMap((row) => [
      `${row.model.padEnd(model)}  ${row.elements.padStart(elements)}  ${row.flows.padStart(flows)}`,
      ...(row.untaken.length === 0 ? [] : [paint('dim', `  not taken: ${row.untaken.join(', ')}`)]),
    ]),
  ];
}

function share(parts: readonly { readonly taken: number }[]): string {
  const taken = parts.filter((part) => part.taken > 0).length;
  const percent = parts.length === 0 ? 100 : Math.floor((taken / parts.length) * 100);
  return `${taken}/${parts.length} ${percent} %`;
}

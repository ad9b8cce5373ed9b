import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricNames } from '@partitura/runtime';

const root = join(__dirname, '..', '..');

const suffixes = {
  counter: ['_total'],
  histogram: ['_bucket', '_sum', '_count'],
  gauge: [''],
} as const;

/** Functions by which the code makes instruments, and what kind each one makes. */
const makers: Record<string, keyof typeof suffixes> = {
  createCounter: 'counter',
  createHistogram: 'histogram',
  createObservableGauge: 'gauge',
  single: 'gauge',
  perParticipant: 'gauge',
};

const instrument = new RegExp(
  `\\b(${Object.keys(makers).join('|')})\\(\\s*(?:metricNames\\.(\\w+)|'(partitura\\.[\\w.]+)')`,
  'g',
);

const isKnown = (key: string | undefined): key is keyof typeof metricNames =>
  key !== undefined && key in metricNames;

/** The names under which Prometheus sees the metrics that the code makes: OpenTelemetry's, with its suffixes. */
export function prometheusNamesInCode(): Set<string> {
  const names = new Set<string>();
  for (const file of globSync(['libs/*/src/**/*.ts', 'apps/*/src/**/*.ts'], { cwd: root })) {
    if (file.endsWith('.spec.ts')) continue;
    for (const [, maker, key, literal] of readFileSync(join(root, file), 'utf8').matchAll(instrument)) {
      const name = isKnown(key) ? metricNames[key] : literal;
      const kind = makers[maker ?? ''];
      if (name === undefined || kind === undefined) continue;
      for (const suffix of suffixes[kind]) names.add(`${name.replaceAll('.', '_')}${suffix}`);
    }
  }
  return names;
}

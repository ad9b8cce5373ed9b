import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { prometheusNamesInCode } from './testing/metrics-in-code';

const read = (path: string): string => readFileSync(join(__dirname, path), 'utf8');

interface Dashboard {
  uid: string;
  panels: { id: number; title: string; targets: { expr: string; datasource: { uid: string } }[] }[];
}
interface Alerts {
  groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[];
}
interface Datasources {
  datasources: { uid: string; url: string }[];
}

const dashboards = globSync('grafana/dashboards/*.json', { cwd: __dirname }).map(
  (file) => [basename(file, '.json'), JSON.parse(read(file)) as Dashboard] as const,
);
const alerts = (parse(read('prometheus/alerts.yml')) as Alerts).groups.flatMap((group) => group.rules);
const metricsIn = (expression: string): string[] => expression.match(/\bpartitura_[a-z_]+/g) ?? [];

describe('dashboards and alerts', () => {
  const known = prometheusNamesInCode();
  // Labels that begin like a metric.
  const labels = new Set(['partitura_job_type', 'partitura_job_outcome']);
  const unknownIn = (expression: string): string[] =>
    metricsIn(expression).filter((name) => !known.has(name) && !labels.has(name));

  it('are there for sagas, steps, bus and compensations', () => {
    expect(dashboards.map(([name]) => name).sort()).toEqual(['bus', 'compensations', 'sagas', 'steps']);
    expect(new Set(dashboards.map(([, dashboard]) => dashboard.uid)).size).toBe(4);
  });

  it.each(dashboards)('show only metrics that the code makes: %s', (_, dashboard) => {
    const expressions = dashboard.panels.flatMap((panel) => panel.targets.map((target) => target.expr));
    expect(expressions.flatMap(metricsIn).length).toBeGreaterThan(0);
    expect(expressions.flatMap(unknownIn)).toEqual([]);
  });

  it.each(alerts.map((rule) => [rule.alert, rule] as const))(
    'raise alarms by metrics that the code makes, with a remedy: %s',
    (_, rule) => {
      expect(unknownIn(rule.expr)).toEqual([]);
      expect(rule.annotations.summary).toBeTruthy();
      expect(rule.annotations.remedy).toBeTruthy();
    },
  );

  it('would notice a metric that nobody makes', () => {
    expect(unknownIn('rate(partitura_sagas_lost_total[1m])')).toEqual(['partitura_sagas_lost_total']);
    // A counter without its suffix is a name that Prometheus never sees.
    expect(unknownIn('rate(partitura_sagas_ended[1m])')).toEqual(['partitura_sagas_ended']);
  });

  it('ask a data source that is provisioned', () => {
    const { datasources } = parse(read('grafana/provisioning/datasources/datasources.yml')) as Datasources;
    const provisioned = new Set(datasources.map((source) => source.uid));
    const asked = dashboards.flatMap(([, dashboard]) =>
      dashboard.panels.flatMap((panel) => panel.targets.map((target) => target.datasource.uid)),
    );
    expect(asked.filter((uid) => !provisioned.has(uid))).toEqual([]);
  });
});

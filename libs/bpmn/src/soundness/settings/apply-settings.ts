import type { CheckSetting, Score } from '../../model';
import type { Finding } from '../finding';

/**
 * Turns findings down as the model says: the setting nearest to the element counts (the element's, its process's, the
 * collaboration's). Errors come first, and what is turned off last.
 */
export function applySettings(score: Score, findings: readonly Finding[]): readonly Finding[] {
  const settled = findings.map((finding): Finding => {
    const setting = settingFor(score, finding);
    if (!setting) return finding;
    const turnedDown = { ...finding, severity: 'warning', reason: setting.reason } as const;
    return setting.level === 'off' ? { ...turnedDown, ignored: true } : turnedDown;
  });
  const rank = ({ severity, ignored }: Finding): number => (severity === 'error' ? 0 : ignored ? 2 : 1);
  return settled.toSorted((one, other) => rank(one) - rank(other));
}

function settingFor({ processes, checks = [] }: Score, { rule, element }: Finding): CheckSetting | undefined {
  const process = processes.find(({ elements }) => elements.has(element));
  const own = checks.filter((setting) => setting.rule === rule);
  return (
    own.find(({ on }) => on === element) ??
    own.find(({ on }) => on === process?.id) ??
    own.find(({ on }) => on === undefined)
  );
}

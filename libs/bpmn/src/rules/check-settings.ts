import type { CheckSetting } from '../model';
import type { ProblemList } from '../problem';
import { soundnessRules } from '../soundness/finding';
import { childOf, childrenOf, descendants, idOf, textOf, type XmlElement } from '../xml/element';
import { extensionOf } from '../xml/extensions';

const PREFIX = 'partitura.check.';

/** The settings of the check's rules, on the collaboration, a pool, a process or one element; bad ones are reported. */
export function readCheckSettings(definitions: XmlElement, problems: ProblemList): readonly CheckSetting[] {
  const settings: CheckSetting[] = [];
  for (const xml of descendants(definitions)) {
    if (!childOf(xml, 'extensionElements')) continue;
    for (const property of childrenOf(extensionOf(xml, 'zeebe:Properties'), 'properties')) {
      const name = textOf(property, 'name');
      if (!name?.startsWith(PREFIX)) continue;
      const setting = readSetting(xml, name.slice(PREFIX.length), textOf(property, 'value') ?? '', problems);
      if (setting) settings.push(setting);
    }
  }
  return settings;
}

function readSetting(
  xml: XmlElement,
  rule: string,
  value: string,
  problems: ProblemList,
): CheckSetting | undefined {
  const refuse = (what: string): undefined => {
    const element = idOf(xml);
    problems.add({ rule: 'check-setting', element, message: `${element}: ${what}` });
  };
  if (!(soundnessRules as readonly string[]).includes(rule))
    return refuse(
      `${PREFIX}${rule} sets a rule that is not known or cannot be set. Choose one of ${soundnessRules.join(', ')}.`,
    );
  const [, level, reason] = /^\s*(warn|off)\s*:\s*(\S[^]*?)\s*$/.exec(value) ?? [];
  if ((level !== 'warn' && level !== 'off') || reason === undefined)
    return refuse(
      `${PREFIX}${rule} has the value '${value}'. Write 'warn: ' or 'off: ' and the reason for it.`,
    );
  const on = placeOf(xml);
  return { rule, level, reason, ...(on === undefined ? {} : { on }) };
}

/** A pool means its process, the collaboration everything. */
function placeOf(xml: XmlElement): string | undefined {
  if (xml.$type === 'bpmn:Collaboration') return undefined;
  const process = xml.$type === 'bpmn:Participant' ? childOf(xml, 'processRef') : undefined;
  return idOf(process ?? xml);
}

import { compileScore } from '../compile-score';
import { checkScore } from '../soundness/check-score';
import type { Finding } from '../soundness/finding';
import { collaboration, flows, message, messageEvent } from './model-xml';

/**
 * A composition in few words, one pool a key. `lines` are chains of ids; what an id is follows from its form:
 * `start…`, `end…`, `task…`, `send-m…` (throws message m, `send-m-2` again), `sent-m…` (message end event), `get-m…`
 * (catches it), `got-m…` (a message start event), `xor…`, `and…`, `or…`, `race…` (gateways), `wait…` (timer), `error-C…`
 * (error end event of code C), `stop…` (terminate end event), everything else a task without work. `more` is XML beside
 * them. A throw reaches every catch of its message in another pool.
 */
export interface PoolSketch {
  readonly lines: readonly string[];
  readonly more?: string;
}

export function composition(pools: Readonly<Record<string, PoolSketch>>): string {
  const ids = new Map(
    Object.entries(pools).map(([pool, { lines, more = '' }]) => [pool, idsIn(lines, more)]),
  );
  const messages = new Set<string>();
  const messageFlows: [string, string][] = [];
  for (const [pool, own] of ids)
    for (const id of own) {
      const name = messageOf(id);
      if (name === undefined) continue;
      messages.add(name);
      if (!/^sen[dt]-/.test(id)) continue;
      for (const [other, theirs] of ids)
        for (const to of theirs)
          if (other !== pool && /^(get|got)-/.test(to) && messageOf(to) === name) messageFlows.push([id, to]);
    }
  const processes = Object.entries(pools).map(([pool, { lines, more = '' }]) => {
    const drawn = [...new Set(lines.flatMap((line) => line.split(' ')))].filter(
      (id) => !more.includes(`id="${id}"`),
    );
    return [
      pool,
      { process: `${drawn.map((id) => elementOf(id, lines)).join('')}${more}${conditions(lines)}` },
    ];
  });
  const errors = [...new Set(Object.values(pools).flatMap(({ lines, more = '' }) => codesIn(lines, more)))];
  const roots = [
    ...[...messages].map((name) => message(name)),
    ...errors.map((code) => `<error id="code-${code}" name="${code}" errorCode="${code}" />`),
  ].join('');
  return collaboration(
    Object.fromEntries(processes) as Parameters<typeof collaboration>[0],
    messageFlows,
    roots,
  );
}

/** What the check of a composition finds. */
export async function findingsOf(pools: Readonly<Record<string, PoolSketch>>): Promise<readonly Finding[]> {
  return checkScore(await compileScore(composition(pools)));
}

/** The findings in short: `severity rule element`. */
export async function verdictOf(pools: Readonly<Record<string, PoolSketch>>): Promise<readonly string[]> {
  return (await findingsOf(pools)).map(({ severity, rule, element }) => `${severity} ${rule} ${element}`);
}

/** An error boundary event on a task; without a code it catches all. */
export const onError = (id: string, task: string, code?: string): string =>
  `<boundaryEvent id="${id}" attachedToRef="${task}"><errorEventDefinition${code === undefined ? '' : ` errorRef="code-${code}"`} /></boundaryEvent>`;

/** A timer boundary event on an activity. */
export const onTimer = (id: string, activity: string, interrupting = true): string =>
  `<boundaryEvent id="${id}" attachedToRef="${activity}" cancelActivity="${interrupting}"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>`;

const idsIn = (lines: readonly string[], more: string): Set<string> =>
  new Set([
    ...lines.flatMap((line) => line.split(' ')),
    ...[...more.matchAll(/<(?:\w+) id="([^"]+)"/g)].map(([, id]) => id ?? ''),
  ]);

const messageOf = (id: string): string | undefined => /^(?:send|sent|get|got)-([a-z]+)/.exec(id)?.[1];

const codesIn = (lines: readonly string[], more: string): string[] =>
  [...`${lines.join(' ')} ${more}`.matchAll(/(?:error|code)-([A-Z]+)/g)].map(([, code]) => code ?? '');

function elementOf(id: string, lines: readonly string[]): string {
  const name = messageOf(id);
  if (name !== undefined) {
    const tags = {
      send: 'intermediateThrowEvent',
      sent: 'endEvent',
      get: 'intermediateCatchEvent',
      got: 'startEvent',
    };
    return messageEvent(tags[id.slice(0, id.indexOf('-')) as keyof typeof tags], id, name);
  }
  const [, code] = /^error-([A-Z]+)/.exec(id) ?? [];
  if (code !== undefined)
    return `<endEvent id="${id}"><errorEventDefinition errorRef="code-${code}" /></endEvent>`;
  if (id.startsWith('stop')) return `<endEvent id="${id}"><terminateEventDefinition /></endEvent>`;
  if (id.startsWith('wait'))
    return `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>`;
  const [, kind = 'pass'] = /^(start|end|task|xor|and|or|race)/.exec(id) ?? [];
  if (kind === 'xor' || kind === 'or') {
    const [first] = targetsOf(id, lines);
    return `<${kind === 'xor' ? 'exclusive' : 'inclusive'}Gateway id="${id}"${first === undefined ? '' : ` default="${id}_${first}"`} />`;
  }
  return `<${TAGS[kind] ?? 'task'} id="${id}" />`;
}

const TAGS: Readonly<Record<string, string>> = {
  start: 'startEvent',
  end: 'endEvent',
  task: 'serviceTask',
  and: 'parallelGateway',
  race: 'eventBasedGateway',
};

const targetsOf = (id: string, lines: readonly string[]): string[] => [
  ...new Set(
    lines.flatMap((line) => {
      const ids = line.split(' ');
      return ids.flatMap((one, index) =>
        one === id && ids[index + 1] !== undefined ? [ids[index + 1] ?? ''] : [],
      );
    }),
  ),
];

/** The sequence flows; those of a choosing gateway but its first have a condition. */
function conditions(lines: readonly string[]): string {
  const pairs = new Set(
    lines.flatMap((line) => {
      const ids = line.split(' ');
      return ids.slice(1).map((to, index) => `${ids[index] ?? ''} ${to}`);
    }),
  );
  return [...pairs]
    .map((pair) => {
      const [from = '', to = ''] = pair.split(' ');
      const choosing = /^x?or/.test(from) && targetsOf(from, lines)[0] !== to;
      if (!choosing) return flows(pair);
      return `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"><conditionExpression xsi:type="bpmn:tFormalExpression">=by_${from.replaceAll('-', '_')} = "${to}"</conditionExpression></sequenceFlow>`;
    })
    .join('');
}

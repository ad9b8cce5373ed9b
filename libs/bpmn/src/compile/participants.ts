import type { Participant } from '../model';
import { participantName } from '../names/participant-name';
import type { ProblemList } from '../problem';
import { childOf, childrenOf, flagOf, idOf, textOf, type XmlElement } from '../xml/element';
import { isBus } from './elsewhere';

export interface Pool extends Participant {
  readonly xml: XmlElement;
  /** Its process, when it has one that is executable; a pool without one is outside of the score. */
  readonly process?: XmlElement;
}

/** Names of topics and hosts that are the orchestrator's own. */
const RESERVED = new Set(['orchestrator', 'partitura']);

/** The pools of a collaboration, under the names of the services that own the work. */
export function readPools(collaboration: XmlElement, problems: ProblemList): Pool[] {
  const pools: Pool[] = [];
  const byName = new Map<string, Pool>();
  const byProcess = new Map<XmlElement, Pool>();
  for (const xml of childrenOf(collaboration, 'participants')) {
    if (isBus(xml)) continue;
    const pool = readPool(xml, problems);
    if (!pool) continue;
    const twin = byName.get(pool.name);
    if (twin) {
      problems.add({
        rule: 'participant-name',
        element: pool.id,
        participant: pool.name,
        message: `${pool.id}: the pools ${twin.id} and ${pool.id} both have the name '${pool.name}'. Give each pool a name of its own.`,
      });
    }
    const sharing = pool.process && byProcess.get(pool.process);
    if (sharing) {
      problems.add({
        rule: 'participant-process',
        element: pool.id,
        participant: pool.name,
        message: `${pool.id}: the pools ${sharing.id} and ${pool.id} share the process ${pool.processId ?? ''}. Give each pool a process of its own.`,
      });
    }
    pools.push(pool);
    byName.set(pool.name, pool);
    if (pool.process) byProcess.set(pool.process, pool);
  }
  return pools;
}

function readPool(xml: XmlElement, problems: ProblemList): Pool | undefined {
  const id = idOf(xml);
  const process = childOf(xml, 'processRef');
  const executable = process && flagOf(process, 'isExecutable', false) ? process : undefined;
  const label = textOf(xml, 'name')?.trim();
  const name = label === undefined ? undefined : participantName(label);
  const refuse = (rule: string, what: string): void =>
    problems.add({ rule, element: id, message: `${id}: ${what}` });
  if (childOf(xml, 'participantMultiplicity')) {
    refuse(
      'not-supported',
      'a pool that stands for several participants is not supported yet. Remove the multiplicity.',
    );
  }
  if (!executable) return { id, name: name ?? label ?? id, label: label ?? id, xml };
  if (name === undefined) {
    refuse(
      'participant-name',
      label === undefined
        ? 'the pool has a process but no name. Give it the name of the service that does the work.'
        : `the name '${label}' of the pool cannot name a service. Use Latin letters and digits.`,
    );
    return undefined;
  }
  if (RESERVED.has(name)) {
    refuse(
      'participant-name',
      `the name '${name}' is reserved. Give the pool the name of the service that does the work.`,
    );
  }
  return { id, name, label: label ?? name, processId: idOf(executable), xml, process: executable };
}

import type { ModelDocument, ModelElement } from '../document/model-document';
import { participantName } from '../names/participant-name';
import { ScoreRefusedError } from '../problem';
import { childOf, childrenOf, idOf, textOf, type XmlElement } from '../xml/element';

/** A pool as it is drawn, whether or not it could run. */
export interface DrawnPool {
  readonly id: string;
  /** Its participant's name, of which a file can be named; different from that of every other pool. */
  readonly name: string;
  readonly label?: string;
  readonly xml: ModelElement;
  readonly process?: ModelElement;
  readonly collaboration: ModelElement;
}

/** The pools of all collaborations of a document, and what belongs to each. Throws a `ScoreRefusedError`. */
export class Pools {
  readonly all: readonly DrawnPool[];
  private readonly byElement = new Map<XmlElement, DrawnPool>();

  constructor({ definitions }: ModelDocument) {
    const collaborations = childrenOf(definitions, 'rootElements').filter(
      ({ $type }) => $type === 'bpmn:Collaboration',
    );
    const names = new Set<string>();
    this.all = collaborations.flatMap((collaboration) =>
      childrenOf(collaboration, 'participants').map((xml) =>
        readPool(xml as ModelElement, collaboration as ModelElement, names),
      ),
    );
    for (const pool of this.all) {
      this.byElement.set(pool.xml, pool);
      const other = pool.process && this.byElement.get(pool.process);
      if (other) {
        refuse(
          'participant-process',
          pool.id,
          `the pools ${other.id} and ${pool.id} share the process ${idOf(pool.process)}, which cannot be in two fragments. Give each pool a process of its own.`,
        );
      }
      if (pool.process) this.byElement.set(pool.process, pool);
    }
  }

  /** The pool in which an element stands, or that it is. */
  of(element: XmlElement | undefined): DrawnPool | undefined {
    let around = element;
    while (around && !this.byElement.has(around)) around = around.$parent;
    return around && this.byElement.get(around);
  }

  /** The pool of a participant, by its name, the pool's label or its id. */
  named(name: string): DrawnPool {
    const found =
      this.all.find((pool) => pool.name === name) ??
      this.all.find((pool) => pool.label === name || pool.id === name);
    if (found) return found;
    const names = this.all.map((pool) => pool.name).join(', ');
    return refuse('participant-name', name, `the model has no such participant. It has ${names}.`);
  }
}

function readPool(xml: ModelElement, collaboration: ModelElement, names: Set<string>): DrawnPool {
  if (typeof xml.id !== 'string') {
    return refuse('missing-id', idOf(xml), 'the pool has no id. Give it one.');
  }
  const label = textOf(xml, 'name')?.trim();
  const wanted = participantName(label ?? '') ?? participantName(xml.id) ?? 'pool';
  let name = wanted;
  for (let count = 2; names.has(name); count += 1) name = `${wanted}-${count}`;
  names.add(name);
  const process = childOf(xml, 'processRef') as ModelElement | undefined;
  return {
    id: xml.id,
    name,
    xml,
    collaboration,
    ...(label === undefined ? {} : { label }),
    ...(process ? { process } : {}),
  };
}

function refuse(rule: string, element: string, what: string): never {
  throw new ScoreRefusedError([{ rule, element, message: `${element}: ${what}` }]);
}

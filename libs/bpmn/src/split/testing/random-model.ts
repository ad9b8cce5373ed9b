import * as fc from 'fast-check';
import { definitions, extensions, flows } from '../../testing/model-xml';
import { drawn } from './random-diagram';

const THROWS = ['throw', 'send', 'several'] as const;
const CATCHES = ['catch', 'receive', 'guarded', 'inside'] as const;
const WORK = ['service', 'user', 'undone'] as const;
const KINDS = [...THROWS, ...CATCHES, ...WORK] as const;
type Kind = (typeof KINDS)[number];

interface Step {
  readonly id: string;
  readonly kind: Kind;
  /** Of its message in `MESSAGES`. */
  readonly message: number;
}

interface Pool {
  readonly key: string;
  readonly label: string | undefined;
  readonly steps: readonly Omit<Step, 'id'>[] | undefined;
  readonly begunBy: number | undefined;
  readonly executable: boolean;
}

interface Flow {
  readonly source: string;
  readonly target: string;
}

/** One without a name, two with names, one with a computed name, one that comes from outside as well. */
const MESSAGES = [
  '',
  '<message id="m1" name="question" />',
  '<message id="m2" name="answer"><documentation>It answers the question.</documentation></message>',
  '<message id="m3" name="=&quot;com&quot; + &quot;puted&quot;" />',
  `<message id="m4" name="news">${extensions('<zeebe:subscription correlationKey="=orderId" />')}</message>`,
];

const messageNumber = fc.constantFrom(0, 1, 2, 3, 4, 4, 1, 2);

const LABELS = ['Order Service', 'payment', 'Stock', 'shipping', 'Müller &amp; Co', 'PAYMENT', '注文'];

/**
 * Collaborations of all kinds, as text: pools with and without a process or a name, messages with and without one,
 * message flows between events, tasks and pools, remarks beside the pools, and diagrams in which everything stands in any
 * order. Most of them can be deployed.
 */
export const randomModel: fc.Arbitrary<string> = fc
  .record({
    pools: fc.array(
      fc.record({
        label: fc.option(
          fc.oneof({ weight: 15, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(6) }),
          {
            nil: undefined,
            freq: 40,
          },
        ),
        steps: fc.option(
          fc.array(fc.record({ kind: fc.constantFrom(...KINDS), message: messageNumber }), {
            maxLength: 4,
          }),
          { nil: undefined, freq: 6 },
        ),
        begunBy: fc.option(messageNumber, { nil: undefined }),
        executable: fc.integer({ min: 0, max: 19 }).map((one) => one > 0),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    picks: fc.array(fc.nat(1000), { minLength: 30, maxLength: 30 }),
    remarks: fc.nat(2),
    diagrams: fc.nat(2),
  })
  .map(({ pools, picks, remarks, diagrams }) => {
    const keyed = pools.map((pool, place) => ({
      ...pool,
      key: `p${place}`,
      // Two pools of one name cannot be deployed.
      label: pool.label === undefined ? undefined : labelOf(pool.label, place),
    }));
    return write(keyed, picks, remarks, diagrams);
  });

const labelOf = (kind: number, place: number): string | undefined =>
  kind < 5 ? `${LABELS[kind] ?? ''} ${place}` : LABELS[kind];

function write(pools: readonly Pool[], picks: readonly number[], remarks: number, diagrams: number): string {
  let used = 0;
  const pick = <Item>(items: readonly Item[]): Item | undefined =>
    items[(picks[used++ % picks.length] ?? 0) % items.length];
  const messageFlows = connect(pools, pick);
  const participants = pools.map(
    ({ key, label, steps }) =>
      `<participant id="pool-${key}"${label === undefined ? '' : ` name="${label}"`}${steps ? ` processRef="${key}"` : ''} />`,
  );
  const lines = messageFlows.map(({ source, target }, place) => {
    const named = pick(['', ' name="Tell"', ' name="=odd" messageRef="m1"', '', '']) ?? '';
    return `<messageFlow id="flow${place}"${named} sourceRef="${source}" targetRef="${target}" />`;
  });
  const notes = Array.from(
    { length: remarks },
    (_, place) =>
      `<textAnnotation id="note${place}"><text>Mind ${place}</text></textAnnotation><association id="to${place}" sourceRef="note${place}" targetRef="pool-p0" />`,
  );
  const processes = pools.map(writeProcess);
  const roots = [
    ...MESSAGES,
    '<error id="e1" errorCode="OOPS" />',
    '<escalation id="es1" escalationCode="HIGH" />',
    '<signal id="unused" name="unused" />',
  ];
  const model = `<collaboration id="whole" name="The whole">${participants.join('')}${lines.join('')}${notes.join('')}</collaboration>${[...processes, ...roots].sort((one, other) => (picks[one.length % 30] ?? 0) - (picks[other.length % 30] ?? 0)).join('')}`;
  return definitions(model + drawn(model, diagrams, pick));
}

/** Every throw leads somewhere, every catch without a subscription is fed; some flows begin at work or end at pools. */
function connect(pools: readonly Pool[], pick: <Item>(items: readonly Item[]) => Item | undefined): Flow[] {
  const found: Flow[] = [];
  const add = (source: string | undefined, target: string | undefined): void => {
    if (source !== undefined && target !== undefined) found.push({ source, target });
  };
  for (const pool of pools) {
    const others = pools.filter((other) => other !== pool);
    const black = others.filter(({ steps }) => !steps).map(({ key }) => `pool-${key}`);
    const borders = others.map(({ key }) => `pool-${key}`);
    const throwing = others.flatMap((other) => idsOf(other, THROWS));
    const catching = others.flatMap((other) => [
      ...idsOf(other, CATCHES),
      ...(other.begunBy === undefined || !other.steps ? [] : [`${other.key}start`]),
    ]);
    for (const id of idsOf(pool, THROWS)) {
      add(id, pick([...catching, ...catching, ...black, ...(pick([true, false, false]) ? borders : [])]));
      if (pick([true, false, false, false, false])) add(id, pick([...catching, ...black]));
    }
    for (const id of idsOf(pool, CATCHES))
      add(pick([...throwing, ...throwing, ...black, ...(pick([true, false, false]) ? borders : [])]), id);
    for (const id of idsOf(pool, ['service'])) if (pick([true, false])) add(id, pick(black));
  }
  return found;
}

const idsOf = ({ key, steps = [] }: Pool, kinds: readonly Kind[]): readonly string[] =>
  steps.flatMap(({ kind }, place) => (kinds.includes(kind) ? [`${key}s${place}`] : []));

function writeProcess({ key, steps, begunBy, executable }: Pool): string {
  if (!steps) return '';
  const begin = `${key}start`;
  const start =
    begunBy === undefined
      ? `<startEvent id="${begin}" />`
      : `<startEvent id="${begin}">${definition(begunBy)}</startEvent>`;
  const inside = steps.map((step, place) => writeStep({ ...step, id: `${key}s${place}` }));
  const chain = [begin, ...steps.map(({ kind }, place) => stepInChain(kind, `${key}s${place}`)), `${key}end`];
  return `<process id="${key}" isExecutable="${executable}">${start}${inside.join('')}<endEvent id="${key}end" />${flows(chain.join(' '))}</process>`;
}

function stepInChain(kind: Kind, id: string): string {
  if (kind === 'inside') return `in${id}`;
  return kind === 'guarded' ? `${id}task` : id;
}

const reference = (message: number): string => (message === 0 ? '' : ` messageRef="m${message}"`);
const definition = (message: number): string => `<messageEventDefinition${reference(message)} />`;

function writeStep({ id, kind, message }: Step): string {
  switch (kind) {
    case 'throw':
      return `<intermediateThrowEvent id="${id}" name="Throw">${definition(message)}</intermediateThrowEvent>`;
    case 'several':
      return `<intermediateThrowEvent id="${id}"><escalationEventDefinition escalationRef="es1" />${definition(message)}</intermediateThrowEvent>`;
    case 'send':
      return `<sendTask id="${id}" name="Send it"${reference(message)} />`;
    case 'catch':
      return `<intermediateCatchEvent id="${id}">${definition(message)}</intermediateCatchEvent>`;
    case 'receive':
      return `<receiveTask id="${id}"${reference(message)} />`;
    case 'guarded':
      return `<userTask id="${id}task"><documentation>Look &amp; see</documentation></userTask><boundaryEvent id="${id}" attachedToRef="${id}task">${definition(message)}</boundaryEvent>`;
    case 'inside':
      return `<subProcess id="in${id}"><startEvent id="${id}a" /><intermediateCatchEvent id="${id}">${definition(message)}</intermediateCatchEvent>${flows(`${id}a ${id}`)}</subProcess>`;
    case 'service':
      return `<serviceTask id="${id}" name="Do it">${extensions('<zeebe:properties><zeebe:property name="timeout" value="PT5S" /></zeebe:properties>')}</serviceTask><boundaryEvent id="${id}oops" attachedToRef="${id}"><errorEventDefinition errorRef="e1" /></boundaryEvent>`;
    case 'user':
      return `<userTask id="${id}" />`;
    case 'undone':
      return `<serviceTask id="${id}" /><boundaryEvent id="${id}b" attachedToRef="${id}"><compensateEventDefinition /></boundaryEvent><serviceTask id="${id}u" isForCompensation="true" /><association id="${id}as" sourceRef="${id}b" targetRef="${id}u" />`;
  }
}

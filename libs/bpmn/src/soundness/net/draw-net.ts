import type { FlowNode, Score } from '../../model';
import { Drawing } from './drawing';
import type { Net, Place } from './net';
import { NetBuilder } from './net-builder';
import { addNode } from './nodes';
import { exitsOf } from './outgoing';
import { addEventSubProcesses } from './scopes';
import { awaitedAt, type Senders, sendersOf } from './senders';
import { type Happening, happeningsOf } from './triggers';

export interface DrawnScore {
  readonly net: Net;
  readonly senders: Senders;
  /** Numbers of the processes one of which begins a saga. */
  readonly roots: ReadonlySet<number>;
}

/**
 * Draws a score as a net of places and transitions: tokens of all its processes, and a buffer of messages for each
 * receiver. Data are left out: whatever a condition could say may happen.
 */
export function drawNet(score: Score): DrawnScore {
  const builder = new NetBuilder();
  const senders = sendersOf(score);
  const drawings = score.processes.map(
    (process, number) => new Drawing(builder, process, number, senders, score.composition),
  );
  for (const drawing of drawings) {
    for (const node of drawing.nodes) addNode(drawing, node);
    addEventSubProcesses(drawing, drawing.top, drawing.process.eventSubProcesses);
  }
  const roots = addStarts(drawings, builder);
  return { net: builder.build(), senders, roots };
}

/**
 * A process that messages of the saga begin is begun by them alone, unless the same start event hears the outside, too. Of
 * the others one begins the saga, and no second one: a
 * start with the id of a saga that is there begins nothing (P1).
 */
function addStarts(drawings: readonly Drawing[], net: NetBuilder): ReadonlySet<number> {
  const roots = new Set<number>();
  const asked = net.place();
  net.begin(asked);
  for (const drawing of drawings) {
    const begins = drawing.process.startEvents.flatMap((start) => beginningsOf(drawing, start));
    const inner = begins.filter(({ happening }) => happening.take.length > 0);
    for (const begin of inner) addBegin(drawing, begin, []);
    const outer = begins.filter((begin) => !inner.includes(begin));
    const isAskedInside =
      inner.length > 0 && !outer.some(({ event }) => inner.some((one) => one.event === event));
    if (isAskedInside || outer.length === 0) continue;
    roots.add(drawing.number);
    for (const begin of outer) addBegin(drawing, begin, [asked]);
  }
  return roots;
}

interface Beginning {
  readonly event: FlowNode;
  readonly happening: Happening;
  /** What an instantiating gateway waits for as well. */
  readonly pending: readonly FlowNode[];
}

function beginningsOf(drawing: Drawing, start: FlowNode): readonly Beginning[] {
  if (start.kind === 'noneStartEvent')
    return [{ event: start, happening: { take: [], kind: 'work' }, pending: [] }];
  if (start.kind !== 'eventBasedGateway')
    return beginningHappenings(drawing, start).map((happening) => ({ event: start, happening, pending: [] }));
  const events = start.outgoing.map(({ target }) => target);
  return events.flatMap((event) =>
    beginningHappenings(drawing, event).map((happening) => ({
      event,
      happening,
      pending: start.parallelMultiple ? events.filter((other) => other !== event) : [],
    })),
  );
}

/** A start event that hears what comes from outside hears its own saga as well. */
function beginningHappenings({ senders, net }: Drawing, event: FlowNode): readonly Happening[] {
  const inner = awaitedAt(event).filter((one) => !senders.isInner(one) && senders.of(one).length > 0);
  return [
    ...happeningsOf(event, senders, net),
    ...inner.map((one): Happening => ({ take: [net.buffer(one.id)], kind: 'event' })),
  ];
}

function addBegin(drawing: Drawing, { event, happening, pending }: Beginning, asked: readonly Place[]): void {
  const rest = pending.map((other) => drawing.place(other));
  for (const { put, choice, isDoubtful } of exitsOf(drawing, event))
    drawing.add({
      elements: [event.id],
      scope: drawing.top,
      take: [...asked, ...happening.take],
      put: [...drawing.opening(drawing.top), ...put, ...rest],
      ...(choice === undefined ? {} : { kind: 'data' as const, choice }),
      ...(isDoubtful ? { isDoubtful } : {}),
    });
}

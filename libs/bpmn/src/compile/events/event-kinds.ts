import type { ElementKind } from '../../model';
import { childrenOf, flagOf, localType, type XmlElement } from '../../xml/element';

type Position = Readonly<Record<string, ElementKind>>;

/**
 * Per position of an event, the definitions that BPMN 2.0.2 (table 10.93) allows there; `none` is an event without one,
 * `multiple` one with several.
 */
const POSITIONS = {
  start: {
    none: 'noneStartEvent',
    message: 'messageStartEvent',
    timer: 'timerStartEvent',
    signal: 'signalStartEvent',
    conditional: 'conditionalStartEvent',
    multiple: 'multipleStartEvent',
  },
  eventSubProcessStart: {
    message: 'messageStartEvent',
    timer: 'timerStartEvent',
    error: 'errorStartEvent',
    escalation: 'escalationStartEvent',
    signal: 'signalStartEvent',
    conditional: 'conditionalStartEvent',
    compensate: 'compensationStartEvent',
    multiple: 'multipleStartEvent',
  },
  end: {
    none: 'noneEndEvent',
    message: 'messageEndEvent',
    error: 'errorEndEvent',
    escalation: 'escalationEndEvent',
    signal: 'signalEndEvent',
    terminate: 'terminateEndEvent',
    cancel: 'cancelEndEvent',
    compensate: 'compensationEndEvent',
    multiple: 'multipleEndEvent',
  },
  throw: {
    none: 'noneThrowEvent',
    message: 'messageThrowEvent',
    escalation: 'escalationThrowEvent',
    signal: 'signalThrowEvent',
    compensate: 'compensationThrowEvent',
    link: 'linkThrowEvent',
    multiple: 'multipleThrowEvent',
  },
  catch: {
    message: 'messageCatchEvent',
    timer: 'timerCatchEvent',
    signal: 'signalCatchEvent',
    conditional: 'conditionalCatchEvent',
    link: 'linkCatchEvent',
    multiple: 'multipleCatchEvent',
  },
  boundary: {
    error: 'errorBoundaryEvent',
    message: 'messageBoundaryEvent',
    timer: 'timerBoundaryEvent',
    escalation: 'escalationBoundaryEvent',
    signal: 'signalBoundaryEvent',
    conditional: 'conditionalBoundaryEvent',
    cancel: 'cancelBoundaryEvent',
    compensate: 'compensationBoundaryEvent',
    multiple: 'multipleBoundaryEvent',
  },
} as const satisfies Record<string, Position>;

/** Definitions that cannot be one of several: they lead elsewhere, or leave a whole transaction. */
const ALONE = new Set(['link', 'cancel']);

/** What a throwing event does after everything else, because it waits or ends the scope: at most one of them. */
const LAST = new Set(['error', 'compensate', 'terminate']);

/** Caught from what the scope inside throws: nobody waits for it, so it cannot be one of several that must all happen. */
const THROWN_INSIDE = new Set(['error', 'escalation']);

const TYPES: Readonly<Record<string, keyof typeof POSITIONS>> = {
  'bpmn:StartEvent': 'start',
  'bpmn:EndEvent': 'end',
  'bpmn:IntermediateThrowEvent': 'throw',
  'bpmn:IntermediateCatchEvent': 'catch',
  'bpmn:BoundaryEvent': 'boundary',
};

export const eventTypes: readonly string[] = Object.keys(TYPES);

/** The event's own definitions and those that it shares with others, in the order of the document. */
export const definitionsOf = (xml: XmlElement): readonly XmlElement[] => [
  ...childrenOf(xml, 'eventDefinitions'),
  ...childrenOf(xml, 'eventDefinitionRef'),
];

/** `message` for `bpmn:MessageEventDefinition`. */
export const definitionName = (definition: XmlElement): string =>
  localType(definition).replace(/EventDefinition$/, '');

/** What an event is, or why it is refused. */
export function classifyEvent(xml: XmlElement): { kind: ElementKind } | { refusal: string } {
  const definitions = definitionsOf(xml);
  const position = positionOf(xml);
  const throwing = isThrow(position);
  const names = definitions.map(definitionName);
  if (names.length === 0) return kindAt(position, 'none', xml);
  if (names.length === 1) return kindAt(position, names[0] as string, xml);
  for (const name of names) {
    const one = kindAt(position, name, xml);
    if ('refusal' in one) return one;
    if (ALONE.has(name) || (name === 'compensate' && !throwing))
      return {
        refusal: `a definition of the kind '${name}' cannot be one of several. Draw an event of its own for it.`,
      };
    if (THROWN_INSIDE.has(name) && !throwing && flagOf(xml, 'parallelMultiple', false))
      return {
        refusal: `a definition of the kind '${name}' cannot be one of several that must all happen. Remove parallelMultiple="true".`,
      };
  }
  const last = names.filter((name) => LAST.has(name));
  if (throwing && last.length > 1)
    return {
      refusal: `its definitions of the kinds ${last.join(' and ')} would each end it. Keep one of them.`,
    };
  return kindAt(position, 'multiple', xml);
}

/** Definitions of a multiple event with their places, in the order in which a throwing event comes to them. */
export function orderOfDefinitions(xml: XmlElement): readonly (readonly [XmlElement, number])[] {
  const all = definitionsOf(xml).map((definition, place) => [definition, place] as const);
  const isLast = ([definition]: readonly [XmlElement, number]): boolean =>
    LAST.has(definitionName(definition));
  return isThrow(positionOf(xml)) ? [...all.filter((one) => !isLast(one)), ...all.filter(isLast)] : all;
}

const isThrow = (position: keyof typeof POSITIONS): boolean => position === 'throw' || position === 'end';

/** The kind that an event would have with this definition alone. */
export function kindOfDefinition(xml: XmlElement, definition: XmlElement): ElementKind | undefined {
  const classified = kindAt(positionOf(xml), definitionName(definition), xml);
  return 'kind' in classified ? classified.kind : undefined;
}

function positionOf(xml: XmlElement): keyof typeof POSITIONS {
  const position = TYPES[xml.$type] ?? 'start';
  const inEventSubProcess = xml.$parent !== undefined && flagOf(xml.$parent, 'triggeredByEvent', false);
  return position === 'start' && inEventSubProcess ? 'eventSubProcessStart' : position;
}

function kindAt(
  position: keyof typeof POSITIONS,
  name: string,
  xml: XmlElement,
): { kind: ElementKind } | { refusal: string } {
  const kinds: Position = POSITIONS[position];
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind) return { kind };
  const where =
    position === 'eventSubProcessStart' ? 'the start event of an event sub-process' : articled(xml);
  const what = name === 'none' ? 'without a definition' : `of the kind '${name}'`;
  return {
    refusal: `${where} ${what} is not allowed by BPMN. Allowed here are ${Object.keys(kinds).join(', ')}.`,
  };
}

function articled(xml: XmlElement): string {
  const type = localType(xml);
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

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

/** Definitions that cannot be one of several: what they do cannot be told apart from the others, or ends everything. */
const ALONE = new Set(['link', 'terminate', 'cancel', 'compensate', 'error', 'escalation']);

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
  const names = definitions.map(definitionName);
  if (names.length === 0) return kindAt(position, 'none', xml);
  if (names.length === 1) return kindAt(position, names[0] as string, xml);
  for (const name of names) {
    const one = kindAt(position, name, xml);
    if ('refusal' in one) return one;
    if (ALONE.has(name) && !(name === 'escalation' && (position === 'throw' || position === 'end')))
      return {
        refusal: `a definition of the kind '${name}' cannot be one of several. Draw an event of its own for it.`,
      };
  }
  return kindAt(position, 'multiple', xml);
}

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

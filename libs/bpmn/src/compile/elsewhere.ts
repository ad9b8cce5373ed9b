import { constant } from '@partitura/feel';
import type { MessageFlow, MessageReceiver, Participant } from '../model';
import { words } from '../split/vocabulary';
import { idOf, textOf, type XmlElement } from '../xml/element';
import { extensionOf } from '../xml/extensions';
import type { NodeDraft } from './draft';
import { compileText } from './expressions';
import type { ProcessContext } from './process-context';

/** What a fragment file says of the composition that it is a part of, as it is drawn there. */
export interface Whole {
  readonly participants: readonly Participant[];
  readonly messageFlows: readonly MessageFlow[];
}

/** What a message flow that leads to the bus, or from it, says of its other end in the composition. */
export interface OtherEnd {
  /** Id of the element or pool where the flow ends in the composition. */
  readonly id: string;
  /** The node of an executable process that throws or catches the message; undefined for everything else. */
  readonly node?: MessageReceiver;
  /** The node at this end, where it is another one than the one that is drawn. */
  readonly near?: string;
}

/** Undefined for a file that is no fragment. */
export function readWhole(definitions: XmlElement): Whole | undefined {
  const fragment = extensionOf(definitions, words.fragment);
  if (!fragment) return undefined;
  const all = (type: string): readonly XmlElement[] =>
    (fragment.$children ?? []).filter(({ $type }) => $type === type);
  const participants = all(words.participant).map((xml): Participant => {
    const name = textOf(xml, 'name') ?? '';
    const label = textOf(xml, 'label') ?? name;
    return { id: textOf(xml, 'pool') ?? '', name, label, processId: textOf(xml, 'process') };
  });
  const names = new Map(participants.map(({ id, name }) => [id, name]));
  return {
    participants,
    messageFlows: all(words.messageFlow).map((xml) => ({
      id: textOf(xml, 'ref') ?? '',
      source: textOf(xml, 'source') ?? '',
      target: textOf(xml, 'target') ?? '',
      sender: names.get(textOf(xml, 'from') ?? '') ?? '',
      receiver: names.get(textOf(xml, 'to') ?? '') ?? '',
    })),
  };
}

/** A pool that is drawn for the bus, to which everything elsewhere is connected. */
export function isBus(pool: XmlElement): boolean {
  return extensionOf(pool, words.bus) !== undefined;
}

export function leadsElsewhere(flow: XmlElement): boolean {
  return extensionOf(flow, words.otherEnd) !== undefined;
}

export function readOtherEnd(flow: XmlElement): OtherEnd | undefined {
  const xml = extensionOf(flow, words.otherEnd);
  if (!xml) return undefined;
  const [processId, elementId, near] = [textOf(xml, 'process'), textOf(xml, 'element'), textOf(xml, 'near')];
  const node =
    processId === undefined || elementId === undefined
      ? undefined
      : { participant: textOf(xml, 'participant') ?? '', processId, elementId };
  return {
    id: textOf(xml, 'ref') ?? idOf(flow),
    ...(node ? { node } : {}),
    ...(near === undefined ? {} : { near }),
  };
}

/** In the composition other flows may have given the node's message its name. */
export function nameFromElsewhere(context: ProcessContext, { node, xml }: NodeDraft, flow: XmlElement): void {
  if (!node.message || node.message.name) return;
  const otherEnd = extensionOf(flow, words.otherEnd);
  const text = textOf(otherEnd, 'message');
  const source = textOf(otherEnd, 'messageSource') ?? text;
  if (source === undefined) return;
  node.message.name =
    text === undefined ? compileText(context, xml, 'message name', source) : constant(text, source);
}

import { constant, parseDuration } from '@partitura/feel';
import { childOf, textOf, type XmlElement } from '../../xml/element';
import { extensionOf, propertyOf } from '../../xml/extensions';
import type { MessageDraft } from '../draft';
import { schemaOf } from './message-schema';
import { compileFormula, compileParsed, compileText } from '../expressions';
import type { ProcessContext } from '../process-context';

/** A message event's or receive task's message; who gets it is found later, from the message flows. */
export function compileMessage(
  context: ProcessContext,
  xml: XmlElement,
  definition: XmlElement,
  side: 'start' | 'catch' | 'throw',
): MessageDraft {
  const message = childOf(definition, 'messageRef');
  const draft: MessageDraft = { receivers: [], inner: false };
  const name = textOf(message, 'name');
  if (name !== undefined) draft.name = compileText(context, xml, 'message name', name);
  // Camunda keeps the subscription at the message; a receive task may carry it itself.
  const subscription = extensionOf(message, 'zeebe:Subscription') ?? extensionOf(xml, 'zeebe:Subscription');
  const key = textOf(subscription, 'correlationKey');
  if (key !== undefined) {
    // A key that does not parse is a key still: it must not be reported as missing, too.
    draft.correlationKey = compileFormula(context, xml, 'correlation key', key) ?? constant(null);
  }
  const schema = schemaOf(message);
  if (schema !== undefined) draft.schema = schema;
  if (side === 'throw') {
    const timeToLive = propertyOf(xml, 'timeToLive');
    if (timeToLive !== undefined) {
      draft.timeToLive = compileParsed(context, xml, 'property timeToLive', timeToLive, parseDuration);
    }
  }
  return draft;
}

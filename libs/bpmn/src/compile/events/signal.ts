import type { Expression } from '@partitura/feel';
import { childOf, textOf, type XmlElement } from '../../xml/element';
import { compileText } from '../expressions';
import type { ProcessContext } from '../process-context';

/** The name of a signal event's signal. */
export function compileSignal(
  context: ProcessContext,
  xml: XmlElement,
  definition: XmlElement,
): Expression | undefined {
  const name = textOf(childOf(definition, 'signalRef'), 'name');
  if (name !== undefined) return compileText(context, xml, 'signal name', name);
  context.refuse('signal-name', xml, 'its signal has no name. Choose a signal and name it.');
  return undefined;
}

import type { Expression } from '@partitura/feel';
import { childOf, textOf, type XmlElement } from '../../xml/element';
import { compileText } from '../expressions';
import type { ProcessContext } from '../process-context';
import type { Side } from './compile-event';

/** The code of an error event; a catching event without one catches every error. */
export const compileErrorCode = (
  context: ProcessContext,
  xml: XmlElement,
  definition: XmlElement,
  side: Side,
): Expression | undefined =>
  compileCode(context, xml, textOf(childOf(definition, 'errorRef'), 'errorCode'), side, 'error');

/** The code of an escalation event; a catching event without one catches every escalation. */
export const compileEscalationCode = (
  context: ProcessContext,
  xml: XmlElement,
  definition: XmlElement,
  side: Side,
): Expression | undefined =>
  compileCode(
    context,
    xml,
    textOf(childOf(definition, 'escalationRef'), 'escalationCode'),
    side,
    'escalation',
  );

function compileCode(
  context: ProcessContext,
  xml: XmlElement,
  text: string | undefined,
  side: Side,
  what: 'error' | 'escalation',
): Expression | undefined {
  const code = text?.trim();
  if (code === undefined) {
    if (side === 'throw')
      context.refuse(
        `${what}-code`,
        xml,
        `it throws an ${what} without a code. Choose an ${what} and give it a code.`,
      );
    return undefined;
  }
  if (code.startsWith('=') && side !== 'throw') {
    context.refuse(
      `${what}-code`,
      xml,
      `the ${what} code '${code}' of a catching event is an expression. Write a constant code.`,
    );
    return undefined;
  }
  return compileText(context, xml, `${what} code`, code);
}

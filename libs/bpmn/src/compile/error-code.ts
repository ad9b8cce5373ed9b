import type { Expression } from '@partitura/feel';
import { childOf, textOf, type XmlElement } from '../xml/element';
import { compileText } from './expressions';
import type { ProcessContext } from './process-context';

/** The code of an error event; a catching event without one catches every error. */
export function compileErrorCode(
  context: ProcessContext,
  xml: XmlElement,
  definition: XmlElement,
  side: 'catch' | 'throw',
): Expression | undefined {
  const code = textOf(childOf(definition, 'errorRef'), 'errorCode')?.trim();
  if (code === undefined && side === 'throw') {
    context.refuse(
      'error-code',
      xml,
      'it throws an error without a code. Choose an error and give it a code.',
    );
  }
  if (code?.startsWith('=') && side === 'catch') {
    context.refuse(
      'error-code',
      xml,
      `the error code '${code}' of a catching event is an expression. Write a constant code.`,
    );
    return undefined;
  }
  return code === undefined ? undefined : compileText(context, xml, 'error code', code);
}

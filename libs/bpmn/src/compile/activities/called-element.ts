import type { CalledElement } from '../../model';
import { flagOf, textOf, type XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';
import { compileText } from '../expressions';
import type { ProcessContext } from '../process-context';
import { compileBinding } from './binding';

/**
 * The process that a call activity calls; BPMN's own `calledElement` names one too. As in Camunda 8's engine both directions
 * pass all variables when the attribute is absent; the modeler writes `propagateAllChildVariables="false"` by itself.
 */
export function compileCalledElement(context: ProcessContext, xml: XmlElement): CalledElement | undefined {
  const called = extensionOf(xml, 'zeebe:CalledElement');
  const id =
    textOf(called, 'processId') ?? textOf(called, 'processIdExpression') ?? textOf(xml, 'calledElement');
  if (id === undefined) {
    context.refuse(
      'called-element',
      xml,
      'it calls no process. Give it the id of the process that it calls.',
    );
    return undefined;
  }
  const processId = compileText(context, xml, 'id of the called process', id.trim());
  return (
    processId && {
      processId,
      binding: compileBinding(context, xml, called),
      propagateAllParentVariables: !called || flagOf(called, 'propagateAllParentVariables', true),
      propagateAllChildVariables: !called || flagOf(called, 'propagateAllChildVariables', true),
    }
  );
}

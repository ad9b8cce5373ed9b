import type { Expression } from '@partitura/feel';
import type { UserTaskDefinition } from '../../model';
import { textOf, type XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';
import { compileBinding } from '../activities/binding';
import { compileText } from '../expressions';
import type { ProcessContext } from '../process-context';

export function compileUserTask(context: ProcessContext, xml: XmlElement): UserTaskDefinition {
  const assignment = extensionOf(xml, 'zeebe:AssignmentDefinition');
  const schedule = extensionOf(xml, 'zeebe:TaskSchedule');
  const form = extensionOf(xml, 'zeebe:FormDefinition');
  const value = (from: XmlElement | undefined, name: string): Expression | undefined => {
    const text = textOf(from, name);
    return text === undefined ? undefined : compileText(context, xml, name, text);
  };
  return {
    assignee: value(assignment, 'assignee'),
    candidateGroups: value(assignment, 'candidateGroups'),
    candidateUsers: value(assignment, 'candidateUsers'),
    dueDate: value(schedule, 'dueDate'),
    followUpDate: value(schedule, 'followUpDate'),
    priority: value(extensionOf(xml, 'zeebe:PriorityDefinition'), 'priority'),
    formId: textOf(form, 'formId') ?? textOf(form, 'externalReference') ?? textOf(form, 'formKey'),
    ...(form ? { formBinding: compileBinding(context, xml, form) } : {}),
  };
}

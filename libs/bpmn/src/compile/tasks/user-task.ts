import { type Expression, parseDateTime } from '@partitura/feel';
import type { UserTaskDefinition } from '../../model';
import { textOf, type XmlElement } from '../../xml/element';
import { extensionOf } from '../../xml/extensions';
import { compileBinding } from '../activities/binding';
import { compileParsed, compileText } from '../expressions';
import type { ProcessContext } from '../process-context';

export function compileUserTask(context: ProcessContext, xml: XmlElement): UserTaskDefinition {
  const assignment = extensionOf(xml, 'zeebe:AssignmentDefinition');
  const schedule = extensionOf(xml, 'zeebe:TaskSchedule');
  const form = extensionOf(xml, 'zeebe:FormDefinition');
  const value = (from: XmlElement | undefined, name: string): Expression | undefined => {
    const text = textOf(from, name);
    return text === undefined ? undefined : compileText(context, xml, name, text);
  };
  const date = (from: XmlElement | undefined, name: string): Expression | undefined => {
    const text = textOf(from, name);
    return text === undefined ? undefined : compileParsed(context, xml, name, text, parseDateTime);
  };
  return {
    assignee: value(assignment, 'assignee'),
    candidateGroups: value(assignment, 'candidateGroups'),
    candidateUsers: value(assignment, 'candidateUsers'),
    dueDate: date(schedule, 'dueDate'),
    followUpDate: date(schedule, 'followUpDate'),
    priority: compilePriority(context, xml),
    formId: textOf(form, 'formId') ?? textOf(form, 'externalReference') ?? textOf(form, 'formKey'),
    ...(form ? { formBinding: compileBinding(context, xml, form) } : {}),
  };
}

/** A whole number from 0 to 100, as in Camunda 8. */
function compilePriority(context: ProcessContext, xml: XmlElement): Expression | undefined {
  const text = textOf(extensionOf(xml, 'zeebe:PriorityDefinition'), 'priority')?.trim();
  if (text === undefined) return undefined;
  const priority = compileText(context, xml, 'priority', text);
  if (typeof priority?.constant !== 'string') return priority;
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return priority;
  context.refuse('priority', xml, `the priority '${text}' is no whole number from 0 to 100. Correct it.`);
  return undefined;
}

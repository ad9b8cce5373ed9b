import type { Expression, FlowNode } from '@partitura/bpmn';
import { parseDateTime, type Json } from '@partitura/feel';
import { ExpressionError } from './expression-error';
import type { UserTaskState, Variables } from './state';

/** A user task's definition, evaluated: what people see of it. */
export function userTaskAttributes(
  { id, userTask }: FlowNode,
  variables: Readonly<Variables>,
  at: number,
): UserTaskState {
  const value = (expression: Expression | undefined): Json => expression?.evaluate(variables, at) ?? null;
  const assignee = text(value(userTask?.assignee), `The assignee of ${id}`);
  const candidateGroups = texts(value(userTask?.candidateGroups), `The candidate groups of ${id}`);
  const candidateUsers = texts(value(userTask?.candidateUsers), `The candidate users of ${id}`);
  const dueDate = date(value(userTask?.dueDate), `The due date of ${id}`);
  const followUpDate = date(value(userTask?.followUpDate), `The follow-up date of ${id}`);
  const priority = priorityOf(value(userTask?.priority), id);
  return {
    ...(assignee === undefined ? {} : { assignee }),
    ...(candidateGroups.length === 0 ? {} : { candidateGroups }),
    ...(candidateUsers.length === 0 ? {} : { candidateUsers }),
    ...(dueDate === undefined ? {} : { dueDate }),
    ...(followUpDate === undefined ? {} : { followUpDate }),
    ...(priority === undefined ? {} : { priority }),
    ...(userTask?.formId === undefined ? {} : { formId: userTask.formId }),
  };
}

function text(value: Json, what: string): string | undefined {
  if (value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new ExpressionError(
    `${what} is ${JSON.stringify(value)}, not a text. Correct the variables that it names.`,
  );
}

/** A list of texts, or constant text with commas between. */
function texts(value: Json, what: string): string[] {
  if (value === null) return [];
  if (typeof value === 'string')
    return value
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new ExpressionError(
    `${what} are ${JSON.stringify(value)}, not a list of texts. Correct the variables that they name.`,
  );
}

function date(value: Json, what: string): string | undefined {
  const written = text(value, what);
  if (written !== undefined) parseDateTime(written);
  return written;
}

function priorityOf(value: Json, id: string): number | undefined {
  if (value === null || value === '') return undefined;
  const priority = Number(value);
  if (Number.isInteger(priority) && priority >= 0 && priority <= 100) return priority;
  throw new ExpressionError(
    `The priority of ${id} is ${JSON.stringify(value)}: give a whole number from 0 to 100.`,
  );
}

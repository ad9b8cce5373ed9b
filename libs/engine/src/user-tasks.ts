import type { Expression, FlowNode } from '@partitura/bpmn';
import { parseDateTime, type Json } from '@partitura/feel';
import { ExpressionError } from './expression-error';
import type { UserTaskState, Variables } from './state';

/** The priority of a task whose model says nothing. */
const DEFAULT_PRIORITY = 50;

/** A user task's definition, evaluated: what people see of it. Only dates may be null, as in Camunda 8. */
export function userTaskAttributes(
  { id, userTask = {} }: FlowNode,
  variables: Readonly<Variables>,
  at: number,
): UserTaskState {
  const evaluated = <T>(
    expression: Expression | undefined,
    read: (value: Json, what: string) => T,
    what: string,
  ): T | undefined => expression && read(expression.evaluate(variables, at), `The ${what} of ${id}`);
  const list = (expression: Expression | undefined, what: string): readonly string[] | undefined =>
    evaluated(expression && splitAtCommas(expression), asTexts, what);
  return compact({
    assignee: evaluated(userTask.assignee, asText, 'assignee'),
    candidateGroups: list(userTask.candidateGroups, 'candidate groups'),
    candidateUsers: list(userTask.candidateUsers, 'candidate users'),
    dueDate: evaluated(userTask.dueDate, asDate, 'due date'),
    followUpDate: evaluated(userTask.followUpDate, asDate, 'follow-up date'),
    priority: evaluated(userTask.priority, asPriority, 'priority') ?? DEFAULT_PRIORITY,
    formId: userTask.formId,
  });
}

/** Without what is not there, or empty. */
function compact(task: { [Key in keyof UserTaskState]: UserTaskState[Key] | undefined }): UserTaskState {
  return Object.fromEntries(
    Object.entries(task).filter(([, value]) => value !== undefined && value !== '' && !isEmptyList(value)),
  );
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Text that is no expression is a list with commas. */
function splitAtCommas(expression: Expression): Expression {
  const { source, constant } = expression;
  if (source.startsWith('=') || typeof constant !== 'string') return expression;
  const names = constant
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return { ...expression, evaluate: () => names };
}

function wrong(what: string, value: Json, wanted: string): ExpressionError {
  return new ExpressionError(
    `${what} gives ${JSON.stringify(value)}, not ${wanted}. Correct the variables that it names.`,
  );
}

function asText(value: Json, what: string): string {
  if (typeof value === 'string') return value;
  throw wrong(what, value, 'a text');
}

function asTexts(value: Json, what: string): readonly string[] {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw wrong(what, value, 'a list of texts');
}

function asDate(value: Json, what: string): string | undefined {
  if (value === null || value === '') return undefined;
  if (typeof value !== 'string') throw wrong(what, value, 'a date-time');
  parseDateTime(value);
  return value;
}

/** Constant text holds a number. */
function asPriority(value: Json, what: string): number {
  const priority = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof priority === 'number' && isPriority(priority)) return priority;
  throw wrong(what, value, 'a whole number from 0 to 100');
}

const isPriority = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 100;

/** Why a user task cannot be changed in this way; undefined when it can. */
export function wrongChange({ priority, dueDate, followUpDate }: UserTaskState): string | undefined {
  if (priority !== undefined && !isPriority(priority))
    return `The priority is ${priority}: give a whole number from 0 to 100.`;
  try {
    asDate(dueDate ?? null, 'The due date');
    asDate(followUpDate ?? null, 'The follow-up date');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

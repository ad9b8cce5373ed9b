import { isObservable, lastValueFrom } from 'rxjs';
import type { HandlerEntry } from '../handlers/handler-entry';
import { failureBehind } from '../handlers/noted-failures';
import type { TaskContext } from '../handlers/task-context';
import { asJson } from './json';
import { completed, validated, type JobOutcome } from './outcome';

/** Runs Nest's whole pipeline for one attempt: guards, interceptors, pipes, the method, exception filters. */
export async function invokeHandler(
  { callback, task }: HandlerEntry,
  context: TaskContext,
): Promise<JobOutcome> {
  const variables = await validated(
    task.input,
    context.request.variables,
    `The variables break the input schema of '${context.jobType}'`,
  );
  let result: unknown;
  try {
    result = (await callback(variables, context)) as unknown;
    if (isObservable(result)) result = await lastValueFrom(result, { defaultValue: undefined });
  } catch (error) {
    throw failureBehind(context, error);
  }
  let outcome = completed(result);
  if (task.output !== undefined && outcome.kind === 'completed')
    outcome = completed(await checkedOutput(task.output, outcome.variables, context.jobType));
  return asJson(outcome, 'The handler returned');
}

async function checkedOutput(
  schema: NonNullable<HandlerEntry['task']['output']>,
  variables: unknown,
  jobType: string,
): Promise<unknown> {
  try {
    return await validated(
      schema,
      variables,
      `What the handler of '${jobType}' returned breaks its output schema`,
    );
  } catch (error) {
    // The handler is at fault, not the model's variables: an ordinary failure.
    throw new Error((error as Error).message, { cause: error });
  }
}

import { z } from 'zod';

/** The variables a job type takes and gives back; both sides of the bus check against the same schemas. */
export interface JobContract<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** `<participant>.<task>`. */
  readonly type: string;
  readonly input: Input;
  readonly output: Output;
}

export type InputOf<Job extends JobContract> = z.infer<Job['input']>;
export type OutputOf<Job extends JobContract> = z.infer<Job['output']>;

export const job = <Input extends z.ZodType, Output extends z.ZodType>(
  type: string,
  schemas: { readonly input: Input; readonly output: Output },
): JobContract<Input, Output> => ({ type, ...schemas });

/** A job that gives nothing back. */
export const nothing = z.object({});

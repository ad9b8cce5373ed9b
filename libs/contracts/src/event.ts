import type { z } from 'zod';

/** A domain event of one participant: its name (the CloudEvents type's last part) and the shape of its data. */
export interface EventContract<Name extends string = string, Data extends z.ZodType = z.ZodType> {
  readonly participant: string;
  readonly name: Name;
  readonly data: Data;
}

export const event = <Name extends string, Data extends z.ZodType>(
  participant: string,
  name: Name,
  data: Data,
): EventContract<Name, Data> => ({ participant, name, data });

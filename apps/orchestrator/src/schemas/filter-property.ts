import { z } from 'zod';

/** A filter on one field as Camunda writes it: the value itself, `{"$eq": …}` or `{"$in": […]}`; read as the values allowed. */
export function oneOf<Value extends string | number>(value: z.ZodType<Value>): z.ZodType<Value[]> {
  return z.union([
    value.transform((one): Value[] => [one]),
    z.strictObject({ $eq: value }).transform((filter): Value[] => [filter.$eq]),
    z.strictObject({ $in: z.array(value).min(1) }).transform((filter): Value[] => filter.$in),
  ]);
}

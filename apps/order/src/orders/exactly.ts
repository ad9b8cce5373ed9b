import { z } from 'zod';

const unknownField = z.custom<never>(() => false, 'is not a field of this request');

/** An object without other fields. Unlike zod's strict objects it names each unknown field as one at fault. */
export const exactly = <Shape extends z.ZodRawShape>(shape: Shape): z.ZodType<z.output<z.ZodObject<Shape>>> =>
  z.object(shape).catchall(unknownField);

import { Injectable, type PipeTransform } from '@nestjs/common';
import { pathOf, type Schema } from '../handlers/schema';
import { ProblemException } from './problem';

/**
 * Checks a body, query or parameter: `@Body(new SchemaPipe(placeOrder)) order: PlaceOrder`.
 *
 * Throws a `ProblemException` 400 that names every field at fault.
 */
@Injectable()
export class SchemaPipe<Output> implements PipeTransform<unknown, Promise<Output>> {
  constructor(private readonly schema: Schema<Output>) {}

  async transform(value: unknown): Promise<Output> {
    const result = await this.schema['~standard'].validate(value);
    if (result.issues === undefined) return result.value;
    const errors = result.issues.map(({ path, message }) => ({ field: pathOf(path), message }));
    const fields = [...new Set(errors.map(({ field }) => field || 'the body'))];
    throw new ProblemException(400, `Please correct: ${fields.join(', ')}.`, errors);
  }
}

import { FeelObject, type FeelValue } from './feel-object';

/** A function: a literal of FEEL, a function of its library, or a knowledge model of a decision. */
export class FeelFunction extends FeelObject {
  readonly type = 'function';

  /** `call` gets one value for each parameter. */
  constructor(
    readonly parameters: readonly string[],
    readonly call: (args: readonly FeelValue[]) => FeelValue,
  ) {
    super();
  }

  override toString(): string {
    return `function(${this.parameters.join(', ')})`;
  }

  property(): undefined {
    return undefined;
  }
}

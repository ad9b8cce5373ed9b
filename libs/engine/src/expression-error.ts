/** An expression that evaluates, to something that cannot be used where it stands. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** The variables of a message break the schema that it declares. */
export class PayloadError extends ExpressionError {}

/** An expression that evaluates, to something that cannot be used where it stands. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** An input would lead to something that cannot be done; it has had no effect, and its author can do something about it. */
export class InputRefusedError extends Error {
  readonly code = 'INPUT_REFUSED';
}

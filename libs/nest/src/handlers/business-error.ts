import { RpcException } from '@nestjs/microservices';
import type { Variables } from '@partitura/runtime';

export interface BusinessErrorOptions {
  /** Variables for whoever catches the error in the model. */
  readonly variables?: Variables;
  /** Keep the handler's rows: they commit together with the error's reply. Default: they are rolled back. */
  readonly commit?: boolean;
  readonly cause?: unknown;
}

/**
 * A business outcome that the model handles: becomes the BPMN error `code`, is never retried.
 *
 * The rows that the handler wrote are rolled back unless `commit` is set.
 */
export class BusinessError extends RpcException {
  readonly variables?: Variables;
  readonly commit: boolean;

  constructor(
    /** BPMN error code, e.g. `PAYMENT_DECLINED`. */
    readonly code: string,
    message?: string,
    options: BusinessErrorOptions = {},
  ) {
    super(message ?? code);
    this.name = 'BusinessError';
    this.variables = options.variables;
    this.commit = options.commit ?? false;
    if (options.cause !== undefined) this.cause = options.cause;
  }

  /** Nest's default filter answers with this: the error itself, so that code and variables survive the pipeline. */
  override getError(): object {
    return this;
  }
}

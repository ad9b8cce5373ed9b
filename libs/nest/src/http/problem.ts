import { HttpException } from '@nestjs/common';

/** RFC 9457, with the fields at fault as an extension. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly errors?: readonly FieldError[];
}

export interface FieldError {
  /** `items.0.sku`; empty for the body itself. */
  readonly field: string;
  readonly message: string;
}

/** An answer as problem JSON: `throw new ProblemException(409, 'Order … is confirmed and can no longer be cancelled.')`. */
export class ProblemException extends HttpException {
  constructor(
    status: number,
    /** What happened and what to do about it. */
    readonly detail: string,
    readonly errors?: readonly FieldError[],
  ) {
    super(detail, status);
  }
}

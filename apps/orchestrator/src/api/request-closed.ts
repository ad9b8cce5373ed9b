import type { Request } from 'express';

/** Aborts when the client goes away before its answer. */
export function closedBy(request: Request): AbortSignal {
  const controller = new AbortController();
  request.res?.once('close', () => controller.abort());
  return controller.signal;
}

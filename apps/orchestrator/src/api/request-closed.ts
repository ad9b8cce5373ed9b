import type { Request } from 'express';

/** Calls back when the client goes away before it has its answer. */
export function whenClosed(request: Request, callback: () => void): void {
  const { res: response } = request;
  response?.once('close', () => {
    if (!response.writableFinished) callback();
  });
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { context } from '@opentelemetry/api';
import { getRPCMetadata, RPCType } from '@opentelemetry/core';

/** A request as Express hands it on; the route is known once one has matched. */
type Routed = IncomingMessage & { readonly baseUrl?: string; readonly route?: { readonly path?: unknown } };

/**
 * Express middleware: HTTP server spans are named after their route (`POST /orders/:id/cancel`), as the OpenTelemetry
 * semantic conventions ask, and not by the method alone.
 */
export function nameSpansByRoute(request: Routed, response: ServerResponse, next: () => void): void {
  const metadata = getRPCMetadata(context.active());
  if (metadata?.type === RPCType.HTTP)
    response.once('finish', () => {
      const path = request.route?.path;
      if (typeof path === 'string') metadata.route = `${request.baseUrl ?? ''}${path}`;
    });
  next();
}

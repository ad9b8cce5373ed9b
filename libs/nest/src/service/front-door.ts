import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from './health';

/** The port is taken, or may not be used. */
export class PortUnavailableError extends Error {
  readonly code = 'PORT_UNAVAILABLE';
}

/**
 * The process's HTTP server. It listens from the first moment, so that health and metrics can be asked while the
 * database is away; the application's own routes answer 503 until `open`.
 */
export class FrontDoor {
  private application?: RequestListener;
  private readonly server: Server;

  constructor(
    private readonly health: Health,
    private readonly metricsText: () => Promise<string>,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
    // Longer than clients and proxies keep an idle connection: whoever closes first should be the one who sends next.
    this.server.keepAliveTimeout = 75_000;
  }

  /** The port; throws `PortUnavailableError`. */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => reject(unavailable(error, host, port)));
      this.server.listen(port, host, resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  open(application: RequestListener): void {
    this.application = application;
  }

  /** Takes no new connections and waits for answers under way; after `graceMs` it cuts them off. */
  async close(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    const timer = setTimeout(() => this.server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(timer);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0];
    try {
      if (path === '/health/live') return json(response, 200, { status: 'up' });
      if (path === '/health/ready') {
        const report = await this.health.report();
        return json(response, report.status === 'up' ? 200 : 503, report);
      }
      if (path === '/metrics')
        return text(response, 200, 'text/plain; version=0.0.4; charset=utf-8', await this.metricsText());
    } catch (error) {
      return json(response, 500, { status: 'down', reason: (error as Error).message });
    }
    if (this.application !== undefined) return this.application(request, response);
    response.setHeader('retry-after', '1');
    const problem = {
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      detail: 'The service is starting. /health/ready names what it waits for.',
    };
    return text(response, 503, 'application/problem+json', JSON.stringify(problem));
  }
}

function unavailable(
  { code, message }: NodeJS.ErrnoException,
  host: string,
  port: number,
): PortUnavailableError {
  if (code === 'EADDRINUSE')
    return new PortUnavailableError(
      `Port ${port} on ${host} is in use. Stop the program that has it, or set PORT to another one.`,
    );
  if (code === 'EACCES')
    return new PortUnavailableError(`Port ${port} on ${host} may not be used. Set PORT to one above 1023.`);
  return new PortUnavailableError(`Cannot listen on ${host}:${port}: ${message}. Check HOST and PORT.`);
}

const json = (response: ServerResponse, status: number, body: unknown): void =>
  text(response, status, 'application/json', JSON.stringify(body));

function text(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

import { Option } from 'commander';
import { CannotRunError } from '../exit-status';

const DEFAULT_URL = 'http://127.0.0.1:8080';

/** The option that every command which talks to an orchestrator has. */
export const urlOption = (): Option =>
  new Option('--url <url>', 'address of the orchestrator').env('PARTITURA_URL').default(DEFAULT_URL);

/** The orchestrator did not do what it was asked; the message is its own. */
export class RefusedError extends Error {
  readonly code = 'REFUSED';

  constructor(
    readonly status: number,
    /** Its problem JSON. */
    readonly problem: { readonly detail?: string } & Readonly<Record<string, unknown>>,
  ) {
    super(problem.detail ?? `The orchestrator answered with HTTP status ${status}.`);
  }
}

/** The engine API as commands use it: JSON in and out. */
export class Orchestrator {
  private readonly base: string;

  constructor(url: string) {
    if (!/^https?:\/\/./.test(url) || !URL.canParse(url))
      throw new CannotRunError(
        `${url} is no address of an orchestrator. Give --url, or PARTITURA_URL, one like ${DEFAULT_URL}.`,
      );
    this.base = url.replace(/\/+$/, '');
  }

  get<T>(path: string): Promise<T> {
    return this.ask<T>(path, {});
  }

  post<T>(path: string, body: FormData | object): Promise<T> {
    if (body instanceof FormData) return this.ask<T>(path, { method: 'POST', body });
    const headers = { 'content-type': 'application/json' };
    return this.ask<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Throws a `RefusedError` for what the orchestrator refuses, a `CannotRunError` when there is none. */
  private async ask<T>(path: string, request: RequestInit): Promise<T> {
    const response = await this.reach(path, request);
    const text = await response.text();
    const json = parse(text);
    if (typeof json !== 'object' || json === null)
      throw new CannotRunError(
        `What answers at ${this.base} is no orchestrator of Partitura (HTTP status ${response.status}). Give --url, or PARTITURA_URL, the address of one.`,
      );
    if (response.ok) return json as T;
    throw new RefusedError(response.status, json as RefusedError['problem']);
  }

  private async reach(path: string, request: RequestInit): Promise<Response> {
    try {
      return await fetch(this.base + path, request);
    } catch (cause) {
      const { code, message } = ((cause as Error).cause ?? cause) as NodeJS.ErrnoException;
      throw new CannotRunError(
        `Nothing answers at ${this.base} (${code ?? message}). Start the system with "npm start", or name an orchestrator with --url or PARTITURA_URL.`,
        { cause },
      );
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

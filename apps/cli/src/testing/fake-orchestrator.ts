import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface FakeAnswer {
  readonly status?: number;
  readonly body: unknown;
}

export interface FakeOrchestrator {
  readonly url: string;
  /** `METHOD path` and body of every request. */
  readonly requests: { readonly what: string; readonly body: string }[];
  /** Answers to `METHOD path` (without the query) from now on, one after the other; the last one stays. */
  answer(what: string, ...answers: readonly FakeAnswer[]): void;
  close(): Promise<void>;
}

/** Answers as an orchestrator would: commands are tested against its HTTP interface alone. */
export async function startFakeOrchestrator(): Promise<FakeOrchestrator> {
  const answers = new Map<string, FakeAnswer[]>();
  const requests: FakeOrchestrator['requests'] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const what = `${request.method} ${request.url}`;
      requests.push({ what, body });
      const left = answers.get(what.replace(/\?.*/, '')) ?? [];
      const { status = 200, body: answer } = (left.length > 1 ? left.shift() : left[0]) ?? {
        status: 404,
        body: { title: 'NOT_FOUND', detail: `${what} is not there.` },
      };
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (what, ...list) => void answers.set(what, [...list]),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

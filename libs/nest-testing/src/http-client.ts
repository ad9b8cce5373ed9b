export interface HttpAnswer<Body = unknown> {
  readonly status: number;
  /** The media type. */
  readonly type: string | null;
  /** Parsed JSON; undefined when there is none. */
  readonly body: Body;
}

export type HttpClient = <Body = unknown>(
  method: string,
  path: string,
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<HttpAnswer<Body>>;

/** A client of one service that speaks JSON; the caller says what it expects of the body. */
export const httpClient =
  (url: string): HttpClient =>
  async <Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const response = await fetch(url + path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: (text === '' ? undefined : JSON.parse(text)) as Body,
    };
  };

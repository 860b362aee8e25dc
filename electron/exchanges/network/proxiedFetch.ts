/** `fetch`, through the proxy of the environment where there is one: Node's own knows none. */
import { type ClientRequestArgs, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { type Environment, proxyFor } from './proxySettings';
import { TunnelAgent } from './tunnelAgent';

export interface FetchRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export type Fetch = (url: string, request?: FetchRequest) => Promise<Response>;

/** Follows no redirect through a proxy. Rejects when the venue or the proxy cannot be reached. */
export function fetchBy(environment: Environment): Fetch {
  return async (url, request = {}) => {
    const proxy = proxyFor(new URL(url), environment);
    return proxy === null ? fetch(url, request) : fetchThrough(proxy, new URL(url), request);
  };
}

async function fetchThrough(proxy: URL, url: URL, request: FetchRequest): Promise<Response> {
  const isSecure = url.protocol === 'https:';
  const agent = new TunnelAgent(proxy, isSecure);
  const { method = 'GET', body, signal } = request;
  const headers = { ...request.headers, 'Accept-Encoding': 'gzip' };
  const options: ClientRequestArgs = { method, headers, agent, ...(signal && { signal }) };
  try {
    return await new Promise<Response>((resolve, reject) => {
      const asking = (isSecure ? requestHttps : requestHttp)(url, options, (answer) => {
        const { statusCode = 0, statusMessage = '', headers: answered } = answer;
        buffer(answer)
          .then((sent) => (answered['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent))
          .then((bytes) => {
            const entries = Object.entries(answered).map(([name, value]) => [name, String(value)]);
            const init = {
              status: statusCode,
              statusText: statusMessage,
              headers: Object.fromEntries(entries),
            };
            return new Response(bytes.length === 0 ? null : new Uint8Array(bytes), init);
          })
          .then(resolve, reject);
      });
      asking.once('error', reject);
      asking.end(body);
    });
  } finally {
    agent.destroy();
  }
}

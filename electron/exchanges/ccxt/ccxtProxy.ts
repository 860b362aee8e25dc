/** Makes ccxt go through the proxy of the environment: by itself it reads none of the variables. */
import { type Fetch, fetchBy } from '../network/proxiedFetch';
import { type Environment, hasProxy, proxyFor } from '../network/proxySettings';
import { TunnelAgent } from '../network/tunnelAgent';

/** What a ccxt exchange takes its connections from. */
export interface CcxtConnections {
  fetchImplementation: unknown;
  /** For sockets over TLS. */
  agent: unknown;
  /** For sockets without TLS, which only venues on another origin have. */
  httpAgent: unknown;
  loadHttpProxyAgent(): Promise<unknown>;
}

/** Throws, in words for the user, when the environment names a proxy that is not supported. */
export async function useProxy(
  exchange: CcxtConnections,
  socketUrl: string,
  environment: Environment = process.env,
): Promise<void> {
  const url = new URL(socketUrl);
  const isSecure = url.protocol === 'wss:';
  if (!isSecure) await exchange.loadHttpProxyAgent();
  if (!hasProxy(environment)) return;
  exchange.fetchImplementation = fetchBy(environment) satisfies Fetch;
  const proxy = proxyFor(url, environment);
  if (proxy !== null) exchange[isSecure ? 'agent' : 'httpAgent'] = new TunnelAgent(proxy, isSecure);
}

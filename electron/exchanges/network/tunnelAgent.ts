/** Connections through an HTTP proxy: a tunnel is asked for by CONNECT, TLS then goes from end to end. */
import { Agent, type ClientRequestArgs, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

type Done = (error: Error | null, socket: Duplex) => void;

export class TunnelAgent extends Agent {
  readonly #through: URL;
  readonly #isSecure: boolean;

  /** `through` is the proxy; `isSecure` says that the other end speaks TLS (https, wss). */
  constructor(through: URL, isSecure: boolean) {
    super();
    this.#through = through;
    this.#isSecure = isSecure;
    // What Node compares with the address before it lets a request use the agent.
    Object.assign(this, { protocol: isSecure ? 'https:' : 'http:', defaultPort: isSecure ? 443 : 80 });
  }

  override createConnection(options: ClientRequestArgs, done?: Done): undefined {
    const settle = done as (error: Error | null, socket?: Duplex) => void;
    const { hostname, port, username, password } = this.#through;
    const target = `${options.host}:${options.port}`;
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const asking = request({
      host: hostname,
      port: port || 80,
      method: 'CONNECT',
      path: target,
      headers: {
        host: target,
        ...(username === '' ? {} : { 'proxy-authorization': `Basic ${btoa(credentials)}` }),
      },
      agent: false,
    });
    const refused = (error: Error): void =>
      settle(new Error(`the proxy cannot be reached: ${error.message}`));
    asking.once('error', refused);
    asking.once('connect', ({ statusCode }, socket) => {
      asking.off('error', refused);
      if (statusCode === 200) {
        settle(null, this.#isSecure ? connectTls({ ...tlsOptions(options), socket }) : socket);
      } else {
        socket.destroy();
        settle(new Error(`the proxy refused the connection (HTTP ${statusCode})`));
      }
    });
    asking.end();
  }
}

/** Without what would make it open a socket of its own. */
function tlsOptions(options: ClientRequestArgs): ConnectionOptions {
  const { host: _host, port: _port, path: _path, ...rest } = options as ConnectionOptions;
  return rest;
}

/**
 * Which proxy an address is to be reached through, by the usual variables of the environment.
 *
 * Invariants: this machine itself is never asked for through a proxy; lower case goes before upper case, as
 * in other programs.
 */

export type Environment = Readonly<Record<string, string | undefined>>;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** True when any of the variables names a proxy. */
export function hasProxy(environment: Environment): boolean {
  return ['https_proxy', 'http_proxy', 'all_proxy'].some((name) => settingOf(environment, name) !== '');
}

/**
 * The proxy for an address of http, https, ws or wss; null for none. Throws, in words for the user, on a
 * proxy of a kind that is not supported: connecting without it would tell the network what the user hides.
 */
export function proxyFor(url: URL, environment: Environment): URL | null {
  const own = /^(https|wss):$/.test(url.protocol) ? 'https_proxy' : 'http_proxy';
  const named = settingOf(environment, own) || settingOf(environment, 'all_proxy');
  if (named === '' || LOOPBACK.test(url.hostname) || isExcepted(url, environment)) return null;
  const text = named.includes('://') ? named : `http://${named}`;
  const proxy = URL.canParse(text) ? new URL(text) : null;
  if (proxy?.protocol === 'http:' && proxy.hostname !== '') return proxy;
  throw new Error(`the proxy of ${own.toUpperCase()} is not supported: only http://host:port is`);
}

/** NO_PROXY: hosts and domains with all below them, each with a port if only that is meant; `*` for all. */
function isExcepted(url: URL, environment: Environment): boolean {
  const port = url.port || (/^(https|wss):$/.test(url.protocol) ? '443' : '80');
  return settingOf(environment, 'no_proxy')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      const domain = name.replace(/^\*?\./, '');
      const isBelow = url.hostname === domain || url.hostname.endsWith(`.${domain}`);
      return isBelow && (onlyPort === undefined || onlyPort === port);
    });
}

function settingOf(environment: Environment, name: string): string {
  return (environment[name] || environment[name.toUpperCase()] || '').trim();
}

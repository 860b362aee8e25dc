/** The proxy of the system, for an engine whose environment names none: the engine itself cannot ask for it. */

const VARIABLES = /^(https?|all)_proxy$/i;
/** What the venues' addresses are like, to the rules of a system that has some. */
const ASKED_FOR = 'https://api.binance.com/';

/** Variables to add to the engine's environment; `resolveProxy` answers as Electron's session does. */
export async function systemProxy(
  environment: Readonly<Record<string, string | undefined>>,
  resolveProxy: (url: string) => Promise<string>,
): Promise<Record<string, string>> {
  const isNamed = Object.entries(environment).some(([name, value]) => VARIABLES.test(name) && value);
  if (isNamed) return {};
  // The first choice of e.g. "PROXY host:8080; DIRECT".
  const [choice = ''] = (await resolveProxy(ASKED_FOR).catch(() => 'DIRECT')).split(';');
  const [kind = '', address = ''] = choice.trim().split(/\s+/);
  if (kind === 'DIRECT' || address === '') return {};
  // Of a kind that the engine does not support, it says so instead of going past it.
  const scheme = kind === 'PROXY' ? 'http' : kind.toLowerCase();
  return { ALL_PROXY: `${scheme}://${address}` };
}

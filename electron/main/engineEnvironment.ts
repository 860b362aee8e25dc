/** Names of the variables the engine has a use for: folders, language, time zone, certificates, proxies. */
const PASSED_ON =
  /^(HOME|USERPROFILE|APPDATA|LOCALAPPDATA|XDG_DATA_HOME|TMPDIR|TEMP|TMP|PATH|SYSTEMROOT|WINDIR|LANG|LC_\w+|TZ|SSL_CERT_(FILE|DIR)|NODE_EXTRA_CA_CERTS|(HTTPS?|ALL|NO)_PROXY|BREAKWATER_\w+)$/i;

/** The engine talks to the network, so it gets none of the secrets that an environment may hold. */
export function engineEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && PASSED_ON.test(name)) passed[name] = value;
  }
  return passed;
}

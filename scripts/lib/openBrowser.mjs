/** Shows an address in the user's default browser. */
import { spawn } from 'node:child_process';

/**
 * Does nothing where there is no screen. The address has been printed, so a browser that does not come is
 * no failure.
 * @param {string} url
 */
export function openBrowser(url) {
  const opener = browserOpener(url, process.platform, process.env);
  if (opener === null) return;
  const child = spawn(opener.command, opener.args, { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
}

/**
 * @param {string} url
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ command: string, args: string[] } | null}
 */
function browserOpener(url, platform, environment) {
  if (platform === 'darwin') return { command: 'open', args: [url] };
  // `start` would have the shell read the `&` of an address as the end of the command.
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  const hasScreen = Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
  return hasScreen ? { command: 'xdg-open', args: [url] } : null;
}

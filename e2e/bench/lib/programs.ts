/** The built programs as processes of their own, so that what one costs is not counted as another's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

/** The folder that holds `out/`, seen from `out/e2e/bench`. */
const ROOT = resolve(__dirname, '../../..');

export interface Program<T> {
  readonly started: T;
  stop(): Promise<void>;
}

/** A loopback venue; `started` maps venue ids to origins. */
export async function startVenueProgram(
  args: readonly string[],
): Promise<Program<Readonly<Record<string, string>>>> {
  return start('out/e2e/venue.cjs', args, /^(\{.*\})$/m, (json) => JSON.parse(json));
}

/** The browser host over `venueUrls`; `started` is the address to open. */
export async function startBrowserHost(
  dataDir: string,
  venueUrls: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Program<string>> {
  const urls = Object.entries(venueUrls).flatMap(([id, url]) => ['--venue-url', `${id}=${url}`]);
  const all = ['serve', '--data-dir', dataDir, ...urls, ...args];
  return start('out/electron/cli.cjs', all, /(http:\/\/\S+)/, (url) => url);
}

/** Resolves with what the first match of `pattern` on stdout says; fails when the program ends before. */
function start<T>(
  script: string,
  args: readonly string[],
  pattern: RegExp,
  read: (match: string) => T,
): Promise<Program<T>> {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolveStarted, reject) => {
    let output = '';
    child.once('exit', (code) => reject(new Error(`${script} ended with code ${code}:\n${output}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const match = pattern.exec(output)?.[1];
      if (match === undefined) return;
      child.stdout.removeAllListeners('data').resume();
      resolveStarted({ started: read(match), stop: () => stop(child) });
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolveEnded) => child.once('exit', resolveEnded));
  child.kill('SIGTERM');
  await ended;
}

/** Starting other programs, the same way on every platform. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options] by default it shares this terminal
 * @param {(child: import('node:child_process').ChildProcess) => void} [onStarted]
 * @returns {Promise<number>} its exit code; 128 + n when signal n ended it, 127 when it could not start
 */
export function run(command, args, options = {}, onStarted) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    onStarted?.(child);
    child.once('error', () => resolve(127));
    child.once('close', (code, signal) => resolve(code ?? 128 + signalNumber(signal)));
  });
}

/**
 * Runs a program as if it were this one: a request to end goes on to it, and its exit code becomes ours.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @param {(child: import('node:child_process').ChildProcess) => void} [onStarted]
 * @returns {Promise<void>}
 */
export async function become(command, args, options = {}, onStarted) {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    // Ctrl+C in a terminal reaches the whole group; a second one would make the program end at once.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, forward);
  onNpmGone(() => child.kill('SIGTERM'));
  onStarted?.(child);
  process.exitCode = await new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(127);
    });
    child.once('close', (code, signal) => resolve(code ?? 128 + signalNumber(signal)));
  });
  // Handlers for signals would keep this process from ending by itself.
  process.exit();
}

/**
 * npm starts scripts through a shell which, asked to end, ends without telling the script. So a script that
 * npm started and that should live no longer than npm has to notice by itself.
 * @param {() => void} callback
 */
export function onNpmGone(callback) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    callback();
  }, 500);
  watch.unref();
}

/**
 * npm, run by this Node where npm started us, else from the path.
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @param {(child: import('node:child_process').ChildProcess) => void} [onStarted]
 */
export function runNpm(args, options = {}, onStarted) {
  const npmScript = process.env.npm_execpath;
  if (npmScript !== undefined && /npm-cli\.js$/.test(npmScript)) {
    return run(process.execPath, [npmScript, ...args], options, onStarted);
  }
  // On Windows npm is a batch file, which only a shell can start.
  return run('npm', args, { ...options, shell: process.platform === 'win32' }, onStarted);
}

/** @param {NodeJS.Signals | null} signal */
function signalNumber(signal) {
  return signal === null ? 0 : constants.signals[signal];
}

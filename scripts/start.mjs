/** `npm start`: sets up, then runs Breakwater in Electron or, where that is not to be had, in the browser. */
import { join } from 'node:path';
import { fetchElectron, findElectron } from './lib/electronBinary.mjs';
import { say } from './lib/log.mjs';
import { openBrowser } from './lib/openBrowser.mjs';
import { become } from './lib/processes.mjs';
import { projectRoot } from './lib/project.mjs';
import { setUp } from './lib/setUp.mjs';
import { parseStartArguments, START_HELP } from './lib/startArguments.mjs';

const LOCAL_ADDRESS = /http:\/\/127\.0\.0\.1:\d+\S*/;

const parsed = parseStartArguments(process.argv.slice(2));
if (!parsed.ok) {
  say(`${parsed.message} Try: npm start -- --help`);
  process.exitCode = 2;
} else if (parsed.value.help) {
  process.stdout.write(START_HELP);
} else if (await setUp(['renderer', 'electron'])) {
  await start(parsed.value);
} else {
  process.exitCode = 1;
}

/** @param {import('./lib/startArguments.mjs').StartArguments} wanted */
async function start({ host, open, passedOn }) {
  const electron = await electronFor(host);
  if (electron !== null) return become(electron, [projectRoot, ...passedOn]);
  if (host === 'electron') {
    say('The desktop window cannot be opened without Electron. Try: npm start -- --host browser');
    process.exitCode = 1;
    return;
  }
  if (host === null) {
    say(
      'Electron is not on this machine: starting in the browser. To fetch it: npm start -- --host electron',
    );
  }
  await startBrowserHost(open, passedOn);
}

/**
 * Fetched only for who asks for it: a plain start must not wait for a download.
 * @param {import('./lib/startArguments.mjs').StartArguments['host']} host
 * @returns {Promise<string | null>}
 */
async function electronFor(host) {
  if (host === 'browser') return null;
  return findElectron() ?? (host === 'electron' ? fetchElectron() : null);
}

/**
 * @param {boolean} open
 * @param {string[]} passedOn
 */
async function startBrowserHost(open, passedOn) {
  const command = [join(projectRoot, 'out/electron/cli.cjs'), 'serve', ...passedOn];
  if (!open) return become(process.execPath, command);

  await become(process.execPath, command, { stdio: ['inherit', 'pipe', 'inherit'] }, ({ stdout }) => {
    let printed = '';
    let opened = false;
    stdout?.on('data', (chunk) => {
      process.stdout.write(chunk);
      if (opened) return;
      printed += chunk;
      // Only a finished line: an address cut in two by the pipe would open the wrong page.
      const address = LOCAL_ADDRESS.exec(printed.slice(0, printed.lastIndexOf('\n') + 1));
      if (address === null) return;
      opened = true;
      openBrowser(address[0]);
    });
  });
}

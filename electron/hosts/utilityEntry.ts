/**
 * Entry of the engine in the desktop app: a utility process of Electron's, forked by `electron/main`. Each
 * client (a window, or main itself) comes as a message port.
 *
 * Exit codes as of every command: 0 stopped as told, 1 failed, 2 wrong arguments. Anything it says on stderr
 * is shown by main when it does not come up.
 */

import { type EmitterPort, portLink } from '../../shared/contract/portLink';
import type { EngineProcessMessage, ShellMessage } from '../../shared/contract/shell';
import type { Engine } from '../engine/createEngine';
import { type CommandSpec, complain, faultReporter, report, runCommand, untilAborted } from './command';
import { dataFolder } from './dataFolder';
import { readFeedOptions } from './feedArguments';
import { ENGINE_OPTIONS, openEngine } from './openEngine';

/** The part of Electron's `ParentPort` that is used; it holds messages back until somebody listens. */
interface ParentPort {
  on(type: 'message', listener: (event: { data: ShellMessage; ports: readonly EmitterPort[] }) => void): void;
  postMessage(message: EngineProcessMessage): void;
}

const engineCommand: CommandSpec = {
  name: 'engine',
  summary: 'The engine of the desktop app, started by it.',
  positionals: [],
  options: ENGINE_OPTIONS,
  async run({ options, io }) {
    const overrides = readFeedOptions(options);
    if (!overrides.ok) return complain(io, 'engine', overrides.error);
    const opened = await openEngine({
      dataDir: dataFolder(options.text('data-dir')),
      overrides: overrides.value,
      onFault: faultReporter(io),
    });
    if (!opened.ok) return report(io, 'engine', opened.error);
    const engine = opened.value;
    const port: ParentPort = process.parentPort;
    port.on('message', ({ data, ports }) => receive(engine, port, data, ports));
    port.postMessage({ type: 'ready' });
    await untilAborted(io.signal);
    await engine.close();
    return 0;
  },
};

const stop = new AbortController();

function receive(
  engine: Engine,
  main: ParentPort,
  message: ShellMessage,
  ports: readonly EmitterPort[],
): void {
  switch (message.type) {
    case 'client':
      for (const port of ports) engine.attach(portLink(port));
      break;
    case 'file':
      engine.offerFile(message.path);
      break;
    case 'importFile':
      void engine.importable
        .offer(message.path)
        .then((result) => main.postMessage({ type: 'importFile', request: message.request, result }));
      break;
    case 'sleep':
      engine.sleep();
      break;
    case 'wake':
      engine.wake();
      break;
    case 'stop':
      stop.abort();
      break;
  }
}

// Ctrl+C in a terminal reaches every process of the app; main hears it too, and tells us to stop.
process.on('SIGINT', () => {});
process.once('SIGTERM', () => stop.abort());

void runCommand(engineCommand, process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  signal: stop.signal,
}).then(
  // The port to main would keep this process running.
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`The engine could not start: ${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);

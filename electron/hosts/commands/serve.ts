import { join } from 'node:path';
import { exportsFolder } from '../../engine/exports/sessionExports';
import { systemClock } from '../../engine/systemClock';
import { parsePort } from '../arguments';
import { type CommandSpec, complain, faultReporter, report, untilAborted } from '../command';
import { dataFolder } from '../dataFolder';
import { readFeedOptions } from '../feedArguments';
import { ENGINE_OPTIONS, openEngine } from '../openEngine';
import { startWebHost } from '../web/webHost';

export const serveCommand: CommandSpec = {
  name: 'serve',
  summary: 'Runs Breakwater for the browser, on this machine only, and prints the address to open.',
  positionals: [],
  options: {
    port: { value: 'PORT', help: 'port to listen on (default: any free one)' },
    ...ENGINE_OPTIONS,
  },
  async run({ options, io }) {
    const port = parsePort(options.text('port') ?? '0');
    if (!port.ok) return complain(io, 'serve', port.error);
    const overrides = readFeedOptions(options);
    if (!overrides.ok) return complain(io, 'serve', overrides.error);

    const dataDir = dataFolder(options.text('data-dir'));
    const onFault = faultReporter(io);
    const opened = await openEngine({ dataDir, overrides: overrides.value, onFault });
    if (!opened.ok) return report(io, 'serve', opened.error);
    const engine = opened.value;
    const host = await startWebHost({
      engine,
      rendererDir: join(__dirname, '../renderer'),
      exportsDir: exportsFolder(dataDir),
      port: port.value,
      clock: systemClock,
      onFault,
    });
    if (!host.ok) {
      await engine.close();
      return report(io, 'serve', host.error);
    }
    io.out(`Breakwater is at ${host.value.url}\n`);
    io.err(`Sessions and settings are in ${dataDir}. Ctrl+C ends it.\n`);
    await untilAborted(io.signal);
    await engine.close();
    await host.value.close();
    return 0;
  },
};

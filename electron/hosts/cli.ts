/** Entry of the `breakwater` command. */
import { appVersion } from './appVersion';
import { type CommandIo, type CommandSpec, runCommand, table } from './command';
import { briefCommand } from './commands/brief';
import { compactCommand } from './commands/compact';
import { downloadCommand } from './commands/download';
import { exportCommand } from './commands/export';
import { figuresCommand } from './commands/figures';
import { importCommand } from './commands/import';
import { infoCommand } from './commands/info';
import { recordCommand } from './commands/record';
import { serveCommand } from './commands/serve';
import { shareCommand } from './commands/share';
import { simulateCommand } from './commands/simulate';

const COMMANDS: readonly CommandSpec[] = [
  serveCommand,
  recordCommand,
  simulateCommand,
  importCommand,
  downloadCommand,
  infoCommand,
  figuresCommand,
  briefCommand,
  exportCommand,
  shareCommand,
  compactCommand,
];

async function main(args: readonly string[]): Promise<number> {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => abort.abort());
  }
  const io: CommandIo = {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    signal: abort.signal,
  };
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(overview());
    return 0;
  }
  if (name === '--version') {
    io.out(`${appVersion}\n`);
    return 0;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) {
    io.err(`breakwater: there is no command "${name}". Try: breakwater --help\n`);
    return 2;
  }
  return runCommand(command, rest, io);
}

function overview(): string {
  const rows = COMMANDS.map((command): [string, string] => [command.name, command.summary]);
  return `Breakwater watches crypto markets, records them, and replays them.\n\nUsage: breakwater COMMAND [options]\n\n${table(rows)}\n\nEach command explains itself with --help.\n`;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

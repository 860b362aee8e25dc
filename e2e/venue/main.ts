/** `npm run venue`: plays until it is stopped; origins on stdout, everything else on stderr. */
import { helpText, parseCommandLine } from './commandLine';
import { startVenue } from './venue';

async function main(args: readonly string[]): Promise<void> {
  const command = parseCommandLine(args);
  if (!command.ok) {
    console.error([command.error.message, command.error.hint ?? ''].join(' ').trim());
    process.exitCode = 2;
    return;
  }
  if (command.value.kind === 'help') {
    process.stdout.write(helpText());
    return;
  }
  const venue = await startVenue(command.value.options);
  process.stdout.write(`${JSON.stringify(venue.origins)}\n`);
  const stop = (): void => void venue.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await venue.started;
  console.error('The playback has begun.');
  await venue.ended;
  console.error('The playback has ended; sockets and history stay. Stop with Ctrl+C.');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});

/** Arguments of `npm run venue`. */
import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../../shared/model/result';
import { FAULTS, parseFault, type ScheduledFault } from './faults';
import { LOOPBACK_VENUES, type LoopbackVenueId } from './venueIds';
import type { VenueOptions } from './venueOptions';

export type Command = { readonly kind: 'help' } | { readonly kind: 'play'; readonly options: VenueOptions };

export function helpText(): string {
  const faults = Object.entries(FAULTS).map(([name, meaning]) => `    ${name.padEnd(14)} ${meaning}`);
  return `Plays recorded markets to real clients on local ports.

  npm run venue -- --play FILE --speed 20 [--fault NAME@SECONDS[:ARG]]

  --play FILE            capture (path, or name in the captures folder), or synthetic[:SECONDS][@binance];
                         repeatable, one for each venue
  --speed N              market seconds per real second (1)
  --from S, --to S       part of the capture in market seconds; what comes before is history
  --autostart            begin at once; otherwise at the first subscription to a trade stream
  --wait-for N           begin at N subscriptions
  --wait-for-streams A,B begin when all of these are subscribed
  --liquidations FILE    recorded liquidation frames to inject, or none (test data's BTC, ETH, SOL, XRP)
  --liquidations-at S,S  their moments in market seconds after the start (15, 30, 45, ...)
  --port VENUE=N         fixed port; repeatable; venues: ${LOOPBACK_VENUES.join(', ')}
  --rate N               synthetic: trades per market second (50)
  --symbols A,B          synthetic: symbols (BTCUSDT,ETHUSDT,SOLUSDT,XRPUSDT)
  --seed N               synthetic: seed (1)
  --no-depth             synthetic: trades only
  --fault NAME@SECONDS[:ARG]   real seconds after the start; repeatable
${faults.join('\n')}

The first line on stdout is the origins as JSON. GET ORIGIN/loopback/state tells what was sent; POST to
ORIGIN/loopback/start, /pause, /resume or /fault?name=NAME&argument=ARG steers.
`;
}

export function parseCommandLine(args: readonly string[]): Result<Command> {
  let values: ReturnType<typeof parsed>['values'];
  try {
    ({ values } = parsed(args));
  } catch (error) {
    return fail('bad-argument', error instanceof Error ? error.message : String(error), 'See --help.');
  }
  if (values.help === true) return ok({ kind: 'help' });
  if (values.play === undefined) return fail('bad-argument', 'Nothing to play.', 'Give --play FILE.');
  const faults: ScheduledFault[] = [];
  for (const text of values.fault ?? []) {
    const fault = parseFault(text);
    if (!fault.ok) return fault;
    faults.push(fault.value);
  }
  const ports = parsePorts(values.port ?? []);
  if (!ports.ok) return ports;
  const numbers = new Numbers();
  const options: VenueOptions = {
    play: values.play,
    faults,
    ports: ports.value,
    autostart: values.autostart === true,
    depth: values['no-depth'] !== true,
    ...numbers.optional('speed', '--speed', values.speed, 0.01, 1_000),
    ...numbers.optional('fromSeconds', '--from', values.from, 0),
    ...numbers.optional('toSeconds', '--to', values.to, 0),
    ...numbers.optional('waitFor', '--wait-for', values['wait-for'], 1),
    ...numbers.optional('ratePerSecond', '--rate', values.rate, 0.001),
    ...numbers.optional('seed', '--seed', values.seed, 0),
    ...listed('waitForSubscriptions', values['wait-for-streams']),
    ...listed('symbols', values.symbols),
    ...(values.liquidations === undefined
      ? {}
      : { liquidations: values.liquidations === 'none' ? [] : values.liquidations }),
    ...numbers.list('liquidationsAtSeconds', '--liquidations-at', values['liquidations-at']),
  };
  return numbers.refusal ?? ok({ kind: 'play', options });
}

function parsed(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      play: { type: 'string', multiple: true },
      speed: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      autostart: { type: 'boolean' },
      'wait-for': { type: 'string' },
      'wait-for-streams': { type: 'string' },
      liquidations: { type: 'string' },
      'liquidations-at': { type: 'string' },
      port: { type: 'string', multiple: true },
      rate: { type: 'string' },
      symbols: { type: 'string' },
      seed: { type: 'string' },
      'no-depth': { type: 'boolean' },
      fault: { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

/** Reads numbers and keeps the first refusal. */
class Numbers {
  refusal: Result<never> | undefined;

  optional<K extends string>(
    key: K,
    flag: string,
    text: string | undefined,
    minimum: number,
    maximum = Number.MAX_SAFE_INTEGER,
  ): Partial<Record<K, number>> {
    if (text === undefined) return {};
    const value = Number(text);
    if (text.trim() === '' || !(value >= minimum && value <= maximum)) {
      this.refusal ??= fail(
        'bad-argument',
        `${flag} "${text}" is not a number of ${minimum} or more.`,
        'See --help.',
      );
    }
    return { [key]: value } as Record<K, number>;
  }

  list<K extends string>(key: K, flag: string, text: string | undefined): Partial<Record<K, number[]>> {
    if (text === undefined) return {};
    const items = text.split(',').map((item) => this.optional('value', flag, item, 0).value ?? 0);
    return { [key]: items } as Record<K, number[]>;
  }
}

function listed<K extends string>(key: K, text: string | undefined): Partial<Record<K, string[]>> {
  return text === undefined ? {} : ({ [key]: text.split(',') } as Record<K, string[]>);
}

function parsePorts(texts: readonly string[]): Result<Partial<Record<LoopbackVenueId, number>>> {
  const ports: Partial<Record<LoopbackVenueId, number>> = {};
  for (const text of texts) {
    const [name, port] = text.split('=');
    const venue = LOOPBACK_VENUES.find((one) => one === name);
    if (venue === undefined || !/^\d{1,5}$/.test(port ?? '') || Number(port) > 65_535) {
      return fail(
        'bad-argument',
        `--port "${text}" is not VENUE=PORT.`,
        `Venues: ${LOOPBACK_VENUES.join(', ')}.`,
      );
    }
    ports[venue] = Number(port);
  }
  return ok(ports);
}

import { defaultSettings } from '../../../shared/contract/values';
import { appError, fail, ok, type Result } from '../../../shared/model/result';
import { HOUR_MS } from '../../../shared/model/time';
import type { Recorder } from '../../engine/recorder/recorder';
import { systemClock } from '../../engine/systemClock';
import { openSimulatedFeed, type SimulatedFeed } from '../../exchanges/simulated/simulatedFeed';
import { parseAssets } from '../arguments';
import { type CommandSpec, complain, type ParsedOptions } from '../command';
import { formatBytes, formatSpan } from '../format';
import { type RecordingStatus, recordFeed } from '../recordFeed';

const BAR_CELLS = 24;
/** On a screen the line is drawn anew; in a log each one stays. */
const BAR_EVERY_MS = 200;
const LINE_EVERY_MS = 5_000;
const WHOLE_SCRIPT_DAYS = 14;
/** A day of a simulated market is a hundredth of a real one's: seeking folds as many events with fewer states. */
const CHECKPOINT_EVERY_MS = HOUR_MS;

export const simulateCommand: CommandSpec = {
  name: 'simulate',
  summary: 'Records a simulated market into a session file, as fast as it goes.',
  positionals: [],
  options: {
    scenario: { value: 'NAME', help: 'a scenario that ships, or the path of a file (default: range-break)' },
    days: {
      value: 'N',
      help: `days with every trade, up to the end of the scenario (default: ${WHOLE_SCRIPT_DAYS}, or all it has)`,
    },
    seed: {
      value: 'N',
      help: "a whole number; the same one gives the same market (default: the scenario's)",
    },
    leader: { value: 'spot|perp', help: "which market moves first (default: the scenario's)" },
    assets: { value: 'LIST', help: 'only these assets, e.g. BTC,ETH (default: all of the scenario)' },
    out: { value: 'FILE', help: 'the session file to write; it must not exist yet' },
  },
  async run({ options, io }) {
    const file = options.text('out');
    if (file === undefined) return complain(io, 'simulate', appError('bad-argument', '--out is missing.'));
    let recorder: Recorder | undefined;
    const opened = await openFeed(options, async () => recorder?.drained());
    if (!opened.ok) return complain(io, 'simulate', opened.error);
    const feed = opened.value;
    const assets = chosenAssets(options.text('assets'), feed);
    if (!assets.ok) return complain(io, 'simulate', assets.error);
    const isScreen = process.stderr.isTTY === true;
    const startedMs = systemClock.monotonicMs();
    const code = await recordFeed({
      io,
      command: 'simulate',
      file,
      feed,
      assets: assets.value,
      limits: defaultSettings.recording,
      signal: feed.ended,
      checkpointEveryMs: CHECKPOINT_EVERY_MS,
      welcome: `Simulating ${assets.value.join(', ')} (${feed.feed}) into ${file}. Ctrl+C ends it.\n`,
      progressEveryMs: isScreen ? BAR_EVERY_MS : LINE_EVERY_MS,
      progress: (status) => (isScreen ? `\r${progressOf(feed, status)}` : `${progressOf(feed, status)}\n`),
      onRecorder: (started) => {
        recorder = started;
      },
    });
    if (code !== 0) return code;
    const seconds = ((systemClock.monotonicMs() - startedMs) / 1_000).toFixed(1);
    io.err(
      `${feed.ended.aborted ? 'The scenario ended' : 'Stopped'} after ${seconds} s. SIMULATED: ${file}\n`,
    );
    return 0;
  },
};

async function openFeed(
  options: ParsedOptions,
  drained: () => Promise<void>,
): Promise<Result<SimulatedFeed>> {
  const seed = numberOf(options, 'seed');
  if (!seed.ok) return seed;
  const days = numberOf(options, 'days');
  if (!days.ok) return days;
  const leader = options.text('leader') ?? null;
  if (leader !== null && leader !== 'spot' && leader !== 'perp') {
    return fail('bad-argument', `"${leader}" cannot be the leader.`, 'Choose from: spot, perp.');
  }
  return openSimulatedFeed({
    scenario: options.text('scenario') ?? 'range-break',
    seed: seed.value,
    leader,
    start: { at: 'days', days: days.value, atMost: WHOLE_SCRIPT_DAYS },
    play: { by: 'taker', drained },
    machine: systemClock,
  });
}

/** Null when the option was not given. */
function numberOf(options: ParsedOptions, name: string): Result<number | null> {
  const text = options.text(name);
  if (text === undefined) return ok(null);
  if (/^-?\d+(\.\d+)?$/.test(text)) return ok(Number(text));
  return fail('bad-argument', `--${name} "${text}" is not a number.`);
}

function chosenAssets(text: string | undefined, feed: SimulatedFeed): Result<readonly string[]> {
  if (text === undefined) return ok(feed.assets);
  const parsed = parseAssets(text);
  if (!parsed.ok) return parsed;
  const unknown = parsed.value.find((asset) => !feed.assets.includes(asset));
  if (unknown === undefined) return parsed;
  return fail(
    'unknown-asset',
    `"${unknown}" is not in the scenario.`,
    `Choose from: ${feed.assets.join(', ')}.`,
  );
}

function progressOf(feed: SimulatedFeed, { nowMs, events, bytes }: RecordingStatus): string {
  const isPast = nowMs < feed.startMs;
  const share = isPast ? feed.pastShare() : Math.min(1, (nowMs - feed.startMs) / (feed.endMs - feed.startMs));
  const cells = Math.floor(share * BAR_CELLS);
  const bar = `${'█'.repeat(cells)}${'░'.repeat(BAR_CELLS - cells)}`;
  const at = isPast ? 'the past' : formatSpan(Math.min(nowMs, feed.endMs) - feed.startMs);
  return `${bar} ${Math.floor(share * 100)} % · ${at} · ${events.toLocaleString('en')} events · ${formatBytes(bytes)}`;
}

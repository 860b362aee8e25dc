/** What a loopback venue can be asked to do, and the captures and frames that follow from it. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../shared/model/result';
import type { Capture } from './capture/captureFrame';
import { openCapture, testDataFolder } from './capture/openCapture';
import type { ScheduledFault } from './faults';
import {
  type LiquidationFrame,
  readLiquidations,
  type ScheduledLiquidation,
  scheduleLiquidations,
} from './liquidations';
import type { GateOptions } from './startGate';
import { type SyntheticOptions, syntheticCapture } from './synthetic';
import type { LoopbackVenueId } from './venueIds';

export interface VenueOptions extends GateOptions {
  /**
   * What to play, at most one capture for each venue: a file, the name of a file in the test data's
   * `captures` folder, or `synthetic[:SECONDS][@binance]`.
   */
  readonly play: string | readonly string[];
  /** Market seconds per real second; 1 when absent. */
  readonly speed?: number;
  /** Market seconds from the beginning of the capture; what comes before is history. */
  readonly fromSeconds?: number;
  readonly toSeconds?: number;
  readonly faults?: readonly ScheduledFault[];
  /**
   * Liquidation frames to inject. When absent, the recorded BTC, ETH, SOL and XRP frames of the test data
   * join a recorded capture, each venue's 15 s of market time apart; an empty list injects none.
   */
  readonly liquidations?: string | readonly LiquidationFrame[];
  /** Moments of the frames in turn, in market seconds after the playback began. */
  readonly liquidationsAtSeconds?: readonly number[];
  /** Fixed ports; free ones when absent. */
  readonly ports?: Readonly<Partial<Record<LoopbackVenueId, number>>>;
  /** Of synthetic captures: trades per market second over all symbols (50). */
  readonly ratePerSecond?: number;
  /** Of synthetic captures: BTCUSDT, ETHUSDT, SOLUSDT, XRPUSDT when absent. */
  readonly symbols?: readonly string[];
  /** Of synthetic captures. */
  readonly seed?: number;
  /** Of synthetic captures: false leaves out depth and liquidations. */
  readonly depth?: boolean;
}

export interface CaptureToPlay {
  readonly capture: Capture;
  readonly isSynthetic: boolean;
}

const DEFAULT_SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT'];
const DEFAULT_SYNTHETIC_SECONDS = 60;
const DEFAULT_RATE_PER_SECOND = 50;
const DEFAULT_SEED = 1;

/** Opens what `play` names. */
export async function capturesOf(options: VenueOptions): Promise<Result<CaptureToPlay[]>> {
  const captures: CaptureToPlay[] = [];
  for (const name of typeof options.play === 'string' ? [options.play] : options.play) {
    const synthetic = /^synthetic(?::(\d+(?:\.\d+)?))?(?:@(binance|binanceusdm))?$/.exec(name);
    const opened = synthetic === null ? await openCapture(name) : ok(syntheticOf(synthetic, options));
    if (!opened.ok) return opened;
    if (captures.some(({ capture }) => capture.venue === opened.value.venue)) {
      return fail('bad-argument', `Two captures of ${opened.value.venue} cannot be played at once.`);
    }
    captures.push({ capture: opened.value, isSynthetic: synthetic !== null });
  }
  if (captures.length === 0) return fail('bad-argument', 'There is nothing to play.', 'Name a capture.');
  return ok(captures);
}

/** The frames to inject and their moments. */
export function liquidationsOf(
  options: VenueOptions,
  captures: readonly CaptureToPlay[],
): Result<ScheduledLiquidation[]> {
  const { liquidations, liquidationsAtSeconds } = options;
  if (liquidations !== undefined && typeof liquidations !== 'string') {
    return ok(scheduleLiquidations(liquidations, liquidationsAtSeconds));
  }
  const recorded = join(testDataFolder(), 'liquidations', 'live_frames_2026.jsonl');
  const isWanted = liquidations !== undefined || captures.some((one) => !one.isSynthetic);
  if (!isWanted || (liquidations === undefined && !existsSync(recorded))) return ok([]);
  const path = liquidations === undefined ? recorded : resolve(liquidations);
  const frames = readLiquidations(path, liquidations === undefined ? DEFAULT_SYMBOLS : null);
  return frames.ok ? ok(scheduleLiquidations(frames.value, liquidationsAtSeconds)) : frames;
}

function syntheticOf(match: RegExpExecArray, options: VenueOptions): Capture {
  const synthetic: SyntheticOptions = {
    venue: match[2] === 'binance' ? 'binance' : 'binanceusdm',
    seconds: Number(match[1] ?? DEFAULT_SYNTHETIC_SECONDS),
    ratePerSecond: options.ratePerSecond ?? DEFAULT_RATE_PER_SECOND,
    symbols: options.symbols ?? DEFAULT_SYMBOLS,
    seed: options.seed ?? DEFAULT_SEED,
    hasDepth: options.depth ?? true,
  };
  return syntheticCapture(synthetic);
}

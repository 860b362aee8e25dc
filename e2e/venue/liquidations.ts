/**
 * Recorded liquidation frames, injected into a playback of another day.
 *
 * Only the times are moved (`E`, `T`, `ts`, keeping the delay between them). Prices, quantities and sides stay
 * as recorded, so a price may lie far from the played market.
 */
import { readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../../shared/model/result';
import type { LoopbackVenueId } from './venueIds';

export interface LiquidationFrame {
  readonly venue: LoopbackVenueId;
  /** The frame as the exchange sent it, without a `{"stream","data"}` wrapper. */
  readonly frame: unknown;
}

export interface ScheduledLiquidation extends LiquidationFrame {
  /** Market seconds after the playback began. */
  readonly atSeconds: number;
}

interface RecordedLine {
  readonly venue: string;
  readonly position_closed: string | null;
  readonly raw: { readonly data?: unknown; readonly stream?: string };
}

const VENUE_OF: Readonly<Record<string, LoopbackVenueId>> = {
  'binance-usdm': 'binanceusdm',
  'bybit-linear': 'bybit',
};
/** Market seconds between two frames of a venue when no moments are given. */
const DEFAULT_SPACING_SECONDS = 15;

/** Reads a file of recorded frames; those of other venues, and lines that are no liquidation, are left out. */
export function readLiquidations(
  path: string,
  symbols: readonly string[] | null,
): Result<LiquidationFrame[]> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return fail('bad-argument', `The liquidation frames "${path}" cannot be read.`, 'Give a file, or none.');
  }
  const frames: LiquidationFrame[] = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    try {
      const { venue, position_closed, raw } = JSON.parse(line) as RecordedLine;
      const known = VENUE_OF[venue];
      if (known === undefined || position_closed === null) continue;
      const frame = raw.stream === undefined ? raw : raw.data;
      if (symbols === null || symbols.includes(symbolOf(frame))) frames.push({ venue: known, frame });
    } catch {
      return fail('bad-argument', `"${path}" holds a line that is no recorded frame: ${line.slice(0, 60)}`);
    }
  }
  return ok(frames);
}

/**
 * Gives each frame its moment: the given ones in turn, or 15 s, 30 s, 45 s… of market time, counted for each
 * venue on its own.
 */
export function scheduleLiquidations(
  frames: readonly LiquidationFrame[],
  atSeconds: readonly number[] | undefined,
): ScheduledLiquidation[] {
  const counts = new Map<LoopbackVenueId, number>();
  return frames.map((frame, index) => {
    const count = (counts.get(frame.venue) ?? 0) + 1;
    counts.set(frame.venue, count);
    return { ...frame, atSeconds: atSeconds?.[index] ?? count * DEFAULT_SPACING_SECONDS };
  });
}

function symbolOf(frame: unknown): string {
  const { o, data } = frame as { o?: { s?: string }; data?: readonly { s?: string }[] };
  return o?.s ?? data?.[0]?.s ?? '';
}

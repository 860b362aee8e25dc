/**
 * Which end of its bar a stamp names, told by the other files of the same market: bars of one length, put together
 * from shorter ones, equal the longer ones only where both are read by the right end.
 *
 * Invariant: a verdict stands only when exactly one reading fits nearly all bars that can be compared; a market that
 * stood still, or too few bars, give none.
 */
import { fromScaled } from '../../../../shared/model/decimal';
import type { CandleEvent } from '../../../../shared/model/events';
import type { Instrument } from '../../../../shared/model/instrument';
import { intervalText } from './candleChecks';

/** A month of minutes: what comes later in a file says no more about its stamps. */
const MOST_BARS_KEPT = 44_640;
const FEWEST_BARS = 3;
const MOST_BARS_COMPARED = 2_000;
const FITS = 0.95;

export interface LabelVerdict {
  readonly file: string;
  readonly stampIs: 'open' | 'close';
  /** What shows it, as a sentence. */
  readonly reason: string;
}

interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

interface Series {
  readonly file: string;
  readonly market: string;
  readonly intervalMs: number;
  /** By the open time, as the stamps were read. */
  readonly bars: Map<number, Bar>;
  /** The file itself shows which end its stamps name. */
  readonly isCertain: boolean;
}

/** By how many bars of its own a series has to be moved back. */
type Shift = 0 | 1;

export class CandleLabels {
  readonly #series = new Map<string, Series>();

  /** A bar with its stamp taken as the open. `isCertain`: its file shows that it is, by a close time. */
  add(file: string, bar: CandleEvent, instrument: Instrument, isCertain: boolean): void {
    const key = `${file} ${instrument.id} ${bar.intervalMs}`;
    let series = this.#series.get(key);
    if (series === undefined) {
      const { intervalMs } = bar;
      series = { file, market: instrument.id, intervalMs, bars: new Map(), isCertain };
      this.#series.set(key, series);
    }
    if (series.bars.size >= MOST_BARS_KEPT) return;
    const price = (ticks: number) => fromScaled(ticks, instrument.priceDecimals);
    const { openTicks, highTicks, lowTicks, closeTicks } = bar;
    const prices = {
      open: price(openTicks),
      high: price(highTicks),
      low: price(lowTicks),
      close: price(closeTicks),
    };
    series.bars.set(bar.openTimeMs, prices);
  }

  /** One for each file that others say something about; none where they disagree. */
  verdicts(): readonly LabelVerdict[] {
    const verdicts = new Map<string, LabelVerdict | null>();
    const all = [...this.#series.values()];
    for (const fine of all) {
      for (const coarse of all) {
        if (fine === coarse || fine.market !== coarse.market || fine.intervalMs > coarse.intervalMs) continue;
        if (coarse.intervalMs % fine.intervalMs !== 0) continue;
        for (const verdict of compare(fine, coarse)) {
          const known = verdicts.get(verdict.file);
          const isContrary = known !== undefined && known?.stampIs !== verdict.stampIs;
          verdicts.set(verdict.file, isContrary ? null : (known ?? verdict));
        }
      }
    }
    return [...verdicts.values()].filter((verdict) => verdict !== null);
  }
}

function compare(fine: Series, coarse: Series): readonly LabelVerdict[] {
  const fitting: { readonly fine: Shift; readonly coarse: Shift; readonly compared: number }[] = [];
  for (const fineShift of shiftsOf(fine)) {
    for (const coarseShift of shiftsOf(coarse)) {
      const { compared, equal } = countEqual(fine, fineShift, coarse, coarseShift);
      if (compared >= FEWEST_BARS && equal >= compared * FITS) {
        fitting.push({ fine: fineShift, coarse: coarseShift, compared });
      }
    }
  }
  const [only] = fitting;
  if (only === undefined || fitting.length > 1) return [];
  const bars = `bars of ${intervalText(coarse.intervalMs)}`;
  const stampOf = (shift: Shift) => (shift === 1 ? 'close' : 'open');
  const [fineIs, coarseIs] = [stampOf(only.fine), stampOf(only.coarse)] as const;
  const { compared } = only;
  return [
    {
      file: fine.file,
      stampIs: fineIs,
      reason: `its stamps are the ${fineIs} of their bars: so read, ${compared} ${bars} made of it equal ${coarse.file}`,
    },
    {
      file: coarse.file,
      stampIs: coarseIs,
      reason: `its stamps are the ${coarseIs} of their bars: so read, ${compared} of them equal those made of ${fine.file}`,
    },
  ];
}

function shiftsOf(series: Series): readonly Shift[] {
  return series.isCertain ? [0] : [0, 1];
}

function countEqual(fine: Series, fineShift: Shift, coarse: Series, coarseShift: Shift) {
  let compared = 0;
  let equal = 0;
  for (const [stampMs, bar] of coarse.bars) {
    if (compared >= MOST_BARS_COMPARED) break;
    const openTimeMs = stampMs - coarseShift * coarse.intervalMs;
    const folded = fold(fine, fineShift, openTimeMs, openTimeMs + coarse.intervalMs);
    if (folded === null) continue;
    compared++;
    const { open, high, low, close } = folded;
    if (open === bar.open && high === bar.high && low === bar.low && close === bar.close) equal++;
  }
  return { compared, equal };
}

/** Null when a bar of the span is missing. */
function fold(series: Series, shift: Shift, fromMs: number, toMs: number): Bar | null {
  const { bars, intervalMs } = series;
  let folded: Bar | null = null;
  for (let openTimeMs = fromMs; openTimeMs < toMs; openTimeMs += intervalMs) {
    const bar = bars.get(openTimeMs + shift * intervalMs);
    if (bar === undefined) return null;
    folded =
      folded === null
        ? bar
        : {
            open: folded.open,
            high: Math.max(folded.high, bar.high),
            low: Math.min(folded.low, bar.low),
            close: bar.close,
          };
  }
  return folded;
}

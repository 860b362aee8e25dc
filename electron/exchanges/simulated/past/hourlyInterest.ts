/**
 * Open interest hour by hour, as a series of points: an event of an instrument stands for the moment
 * it was sent at, so the past cannot be told by such events without moving market time back.
 *
 * Invariant: a point is the sum over all perpetuals of an asset; an hour in which one was not heard has none.
 */
import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { OpenInterestEvent, SeriesPointEvent } from '../../../../shared/model/events';
import { type InstrumentSpec, NO_INSTRUMENT } from '../../../../shared/model/instrument';
import { HOUR_MS } from '../../../../shared/model/time';
import type { VenueId } from '../../../../shared/model/venue';
import { assetHistory } from '../history/assetHistory';
import type { Scenario } from '../scenario/scenarioSchema';

interface Point {
  readonly asOfMs: number;
  readonly usd: number;
}

export class HourlyInterest {
  readonly #instruments: readonly InstrumentSpec[];
  readonly #points = new Map<string, Point[]>();
  /** USD by instrument, of the running hour. */
  readonly #heard = new Map<number, number>();

  constructor(instruments: readonly InstrumentSpec[]) {
    this.#instruments = instruments;
  }

  take({ instrument, notionalUsd }: OpenInterestEvent): void {
    if (notionalUsd !== null) this.#heard.set(instrument, notionalUsd);
  }

  /** The hour that ends at `atMs` is over. */
  closeHour(atMs: number): void {
    for (const asset of new Set(this.#instruments.map((spec) => spec.asset))) {
      const rows = [...this.#instruments.entries()].filter(
        ([, spec]) => spec.asset === asset && spec.kind === 'perpetual',
      );
      const usd = rows
        .map(([row]) => this.#heard.get(row) ?? Number.NaN)
        .reduce((sum, each) => sum + each, 0);
      if (rows.length > 0 && !Number.isNaN(usd)) this.#of(asset).push({ asOfMs: atMs, usd: Math.round(usd) });
    }
    this.#heard.clear();
  }

  /** From `fromMs` on, as a venue answers when asked for it. */
  events(venue: VenueId, assets: readonly string[], fromMs: number): SeriesPointEvent[] {
    return assets.flatMap((asset) =>
      this.#of(asset)
        .filter(({ asOfMs }) => asOfMs >= fromMs)
        .map((point) => eventOf(venue, asset, point)),
    );
  }

  write(writer: ByteWriter): void {
    writer.list([...this.#points], ([asset, points]) => {
      writer.text(asset);
      writer.list(points, ({ asOfMs, usd }) => {
        writer.whole(asOfMs);
        writer.whole(usd);
      });
    });
  }

  read(reader: ByteReader): void {
    this.#points.clear();
    reader.list(() => {
      const asset = reader.text();
      this.#points.set(
        asset,
        reader.list(() => ({ asOfMs: reader.whole(), usd: reader.whole() })),
      );
    });
  }

  #of(asset: string): Point[] {
    let points = this.#points.get(asset);
    if (points === undefined) {
      points = [];
      this.#points.set(asset, points);
    }
    return points;
  }
}

/** The hours before the market begins. */
export function preHistoryInterest(
  scenario: Scenario,
  venue: VenueId,
  assets: readonly string[],
): SeriesPointEvent[] {
  return scenario.assets
    .filter(({ asset }) => assets.includes(asset))
    .flatMap((asset) => {
      const { fromMs, hours, openInterestBase, perpetual } = assetHistory(scenario, asset, scenario.seed);
      return Array.from({ length: hours }, (_, hour) => {
        const usd = Math.round((openInterestBase[hour] ?? 0) * (perpetual.close[hour] ?? 0));
        return eventOf(venue, asset.asset, { asOfMs: fromMs + (hour + 1) * HOUR_MS, usd });
      });
    });
}

/** Without an exchange time: it stands for a moment of its own. */
function eventOf(venue: VenueId, asset: string, { asOfMs, usd }: Point): SeriesPointEvent {
  return {
    kind: 'seriesPoint',
    seq: 0,
    exchangeTimeMs: 0,
    receiveTimeMs: 0,
    instrument: NO_INSTRUMENT,
    venue,
    series: `openInterestUsd:${asset}`,
    asset,
    value: usd,
    unit: 'usd',
    asOfMs,
  };
}

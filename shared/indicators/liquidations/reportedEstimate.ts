/**
 * From reported liquidations to the range in which the true sum is likely to lie: a fold of events.
 *
 * Invariants:
 * - It never replaces a reported sum: it stands beside it, as an estimate.
 * - What a venue reported is the least it can have been.
 * - Without a fully reporting venue there is nothing to go by: the range has no upper end (null).
 */
import type { ByteReader, ByteWriter } from '../../market/byteCodec';
import type { MarketEvent, PositionSide } from '../../model/events';
import type { Instrument, InstrumentId } from '../../model/instrument';
import { DAY_MS, MINUTE_MS } from '../../model/time';
import type { LiquidationReporting, VenueId, VenueInfo } from '../../model/venue';
import { SPAN_MS } from './dollarRing';
import { reportingBadge, type SamplingRule } from './secondRule';
import { type SampledEstimate, type SampledSource, SideEstimate } from './sideEstimate';

/** Told so much later it would come into a minute that is closed. */
const LATE_MS = MINUTE_MS;

export interface VenueEstimate {
  readonly venue: VenueId;
  readonly instrumentId: InstrumentId;
  readonly rule: LiquidationReporting;
  /** The rule in words. */
  readonly badge: string;
  readonly reportedUsd: number;
  readonly lowUsd: number;
  /** Null when nothing is known of what was left out. */
  readonly highUsd: number | null;
  /** Of a venue that reports a sample. */
  readonly methods: Omit<SampledEstimate, 'reportedUsd'> | null;
}

export interface TrueRange {
  /** Everything since then was heard of by the fold: it may have begun within the window. */
  readonly sinceMs: number;
  /** Of spans of 5 minutes, so the sums begin up to 5 minutes earlier than asked for. */
  readonly fromMs: number;
  readonly reportedUsd: number;
  readonly lowUsd: number;
  readonly highUsd: number | null;
  /** Sorted by venue and instrument. */
  readonly venues: readonly VenueEstimate[];
}

interface Perpetual {
  readonly row: Pick<Instrument, 'id' | 'venue'>;
  readonly rule: LiquidationReporting;
  openInterestBase: number | null;
}

interface AssetEstimates {
  readonly perpetuals: Map<InstrumentId, Perpetual>;
  readonly short: SideEstimate;
  readonly long: SideEstimate;
}

export class ReportedEstimate {
  readonly #reporting: ReadonlyMap<VenueId, LiquidationReporting>;
  readonly #assets = new Map<string, AssetEstimates>();
  /** Open minute; 0 before the first event with a time. */
  #minute = 0;
  #nowMs = 0;
  /** Market time at the first event. */
  #sinceMs = Number.POSITIVE_INFINITY;

  constructor(venues: readonly VenueInfo[]) {
    this.#reporting = new Map(venues.map((venue) => [venue.id, venue.liquidationReporting]));
  }

  /** `nowMs` is the highest exchange time seen, this event included. */
  apply(event: MarketEvent, row: Instrument | null, nowMs: number): void {
    if (nowMs >= (this.#minute + 1) * MINUTE_MS) this.#closeMinutes(nowMs);
    if (nowMs > this.#nowMs) this.#nowMs = nowMs;
    if (nowMs < this.#sinceMs) this.#sinceMs = nowMs;
    if (row === null || row.kind !== 'perpetual') return;
    if (event.kind === 'openInterest') {
      this.#perpetual(row).openInterestBase = event.quantityBase;
    } else if (event.kind === 'liquidation') {
      const { rule } = this.#perpetual(row);
      const side = this.#assetOf(row.asset)[event.positionSide];
      // A late order counts in the minute it is heard in: where it belonged, the minute is closed.
      const timeMs = Math.max(event.exchangeTimeMs, this.#minute * MINUTE_MS);
      if (event.exchangeTimeMs < timeMs - LATE_MS) return;
      if (rule === 'full') side.addFull(row.id, timeMs, event.notionalUsd);
      else side.addSampled(row.id, timeMs, event.notionalUsd);
    }
  }

  /** Over the newest `windowMs`, at most 24 h; null for an asset without perpetuals. */
  range(asset: string, side: PositionSide, windowMs: number): TrueRange | null {
    const held = this.#assets.get(asset);
    if (held === undefined) return null;
    const fromMs = Math.floor((this.#nowMs - Math.min(windowMs, DAY_MS)) / SPAN_MS) * SPAN_MS;
    const toMs = this.#nowMs + 1;
    const sampled = sampledSources(held);
    const venues: VenueEstimate[] = sampled.map((source) => {
      const estimate = held[side].sampled(source, fromMs, toMs);
      const venue = held.perpetuals.get(source.id)?.row.venue ?? '';
      return venueEstimate(venue, source, estimate);
    });
    const fullUsd = held[side].fullUsd(fromMs, toMs);
    for (const { row, rule } of held.perpetuals.values()) {
      // Y is kept as one: with several fully reporting venues, it stands at the first.
      const isFirst = rule === 'full' && !venues.some((each) => each.rule === 'full');
      const usd = isFirst ? fullUsd : 0;
      if (rule !== 'full' && rule !== 'none') continue;
      const facts = { venue: row.venue, instrumentId: row.id, rule, badge: reportingBadge(rule) };
      venues.push({
        ...facts,
        reportedUsd: usd,
        lowUsd: usd,
        highUsd: rule === 'full' ? usd : null,
        methods: null,
      });
    }
    venues.sort((a, b) => (a.instrumentId < b.instrumentId ? -1 : 1));
    const sums = addUp(venues.filter(({ rule }) => rule !== 'none'));
    return { sinceMs: this.#sinceMs, fromMs, ...sums, venues };
  }

  write(writer: ByteWriter): void {
    writer.double(this.#minute);
    writer.double(this.#nowMs);
    writer.double(this.#sinceMs);
    writer.list([...this.#assets], ([asset, { perpetuals, short, long }]) => {
      writer.text(asset);
      writer.list([...perpetuals.values()], ({ row, openInterestBase }) => {
        writer.text(row.id);
        writer.text(row.venue);
        writer.nullable(openInterestBase);
      });
      short.write(writer);
      long.write(writer);
    });
  }

  /** Fills a new fold with what `write` wrote. */
  read(reader: ByteReader): void {
    this.#minute = reader.double();
    this.#nowMs = reader.double();
    this.#sinceMs = reader.double();
    reader.list(() => {
      const held = this.#assetOf(reader.text());
      reader.list(() => {
        const row = { id: reader.text(), venue: reader.text() };
        const rule = this.#ruleOf(row.venue);
        held.perpetuals.set(row.id, { row, rule, openInterestBase: reader.nullable() });
      });
      held.short.read(reader);
      held.long.read(reader);
    });
  }

  #closeMinutes(nowMs: number): void {
    for (const held of this.#assets.values()) {
      const sources = sampledSources(held);
      held.short.closeMinute(this.#minute * MINUTE_MS, sources);
      held.long.closeMinute(this.#minute * MINUTE_MS, sources);
    }
    this.#minute = Math.floor(nowMs / MINUTE_MS);
  }

  #assetOf(asset: string): AssetEstimates {
    let held = this.#assets.get(asset);
    if (held === undefined) {
      held = { perpetuals: new Map(), short: new SideEstimate(), long: new SideEstimate() };
      this.#assets.set(asset, held);
    }
    return held;
  }

  #perpetual(row: Instrument): Perpetual {
    const { perpetuals } = this.#assetOf(row.asset);
    let perpetual = perpetuals.get(row.id);
    if (perpetual === undefined) {
      perpetual = {
        row: { id: row.id, venue: row.venue },
        rule: this.#ruleOf(row.venue),
        openInterestBase: null,
      };
      perpetuals.set(row.id, perpetual);
    }
    return perpetual;
  }

  /** A venue nobody described may leave some out: by which rule is not known, the commonest is taken. */
  #ruleOf(venue: VenueId): LiquidationReporting {
    return this.#reporting.get(venue) ?? 'latestPerSecond';
  }
}

function sampledSources({ perpetuals }: AssetEstimates): SampledSource[] {
  let fullBase: number | null = null;
  for (const { rule, openInterestBase } of perpetuals.values()) {
    if (rule === 'full' && openInterestBase !== null) fullBase = (fullBase ?? 0) + openInterestBase;
  }
  return [...perpetuals.values()].flatMap(({ row, rule, openInterestBase }) => {
    if (rule === 'full' || rule === 'none') return [];
    const copies = fullBase === null || openInterestBase === null ? null : openInterestBase / fullBase;
    return [{ id: row.id, rule, copies }];
  });
}

function venueEstimate(
  venue: VenueId,
  { id, rule }: SampledSource,
  estimate: SampledEstimate,
): VenueEstimate {
  const { reportedUsd, ...methods } = estimate;
  const known = [methodOf(rule, estimate), estimate.byOpenInterest].filter((usd) => usd !== null);
  // Of every second with orders a rule leaves one: who told of none had none.
  const found = reportedUsd === 0 ? [0] : known;
  return {
    venue,
    instrumentId: id,
    rule,
    badge: reportingBadge(rule),
    reportedUsd,
    lowUsd: found.length === 0 ? reportedUsd : Math.max(reportedUsd, Math.min(...found)),
    highUsd: found.length === 0 ? null : Math.max(reportedUsd, ...found),
    methods,
  };
}

/** The method that is right for the rule. */
function methodOf(rule: SamplingRule, { byRule, byCopies }: SampledEstimate): number | null {
  return rule === 'largestPerSecond' ? byRule : byCopies;
}

function addUp(venues: readonly VenueEstimate[]): Pick<TrueRange, 'reportedUsd' | 'lowUsd' | 'highUsd'> {
  const sum = (part: (venue: VenueEstimate) => number) => venues.reduce((all, venue) => all + part(venue), 0);
  const isOpen = venues.some(({ highUsd, rule }) => highUsd === null && rule !== 'none');
  return {
    reportedUsd: sum((venue) => venue.reportedUsd),
    lowUsd: sum((venue) => venue.lowUsd),
    highUsd: isOpen ? null : sum((venue) => venue.highUsd ?? 0),
  };
}

/** One asset of the simulated market: its dynamics, the tape they leave at the venues, and the truth of both. */
import { ByteReader, ByteWriter } from '../../../shared/market/byteCodec';
import { fromScaled } from '../../../shared/model/decimal';
import type { MarketEvent, PositionSide } from '../../../shared/model/events';
import type { InstrumentIndex, InstrumentSpec } from '../../../shared/model/instrument';
import type { TruthRecord } from '../../../shared/model/truth';
import { AssetMarket } from './market/assetMarket';
import type { AssetMarketParams } from './market/marketParams';
import type { SideLedger } from './market/positionBook';
import { marketParamsOf } from './scenario/marketParams';
import type { Scenario, ScenarioAsset } from './scenario/scenarioSchema';
import { tapeVenuesOf } from './simulatedVenues';
import { AssetTape } from './tape/assetTape';
import type { PriceSpan } from './tape/fineTape';
import type { LiquidationTruth } from './tape/liquidationTruth';
import type { TapeDetail } from './tape/tapeLeg';
import { tapeProfileOf } from './tape/tapeProfile';
import { LabelWatch } from './truth/labels';
import { binWidth, positionBins } from './truth/positionBins';

interface SavedLane {
  readonly market: Uint8Array;
  readonly tape: Uint8Array;
  readonly labels: Uint8Array;
  readonly price: number;
}

export class AssetLane {
  readonly asset: string;
  readonly #params: AssetMarketParams;
  readonly #seed: number;
  readonly #instruments: readonly InstrumentSpec[];
  readonly #tape: AssetTape;
  readonly #labels: LabelWatch;
  readonly #binUsd: number;
  readonly #startMs: number;
  #market: AssetMarket | undefined;
  /** Last of the perpetual. */
  #price = 0;

  /** `instruments`: all of the scenario, by row. */
  constructor(scenario: Scenario, file: ScenarioAsset, instruments: readonly InstrumentSpec[]) {
    const { asset, range } = file;
    this.asset = asset;
    this.#params = marketParamsOf(scenario, file);
    this.#seed = scenario.seed;
    this.#startMs = scenario.calendar.coarseFromMs;
    this.#instruments = instruments;
    this.#tape = new AssetTape({
      asset,
      seed: scenario.seed,
      profile: tapeProfileOf(asset, range.high),
      venues: tapeVenuesOf(scenario, asset),
    });
    this.#labels = new LabelWatch(file, scenario.calendar.catalystMs);
    this.#binUsd = binWidth(range.high);
  }

  step(durationMs: number, events: MarketEvent[], truth: TruthRecord[], detail: TapeDetail): void {
    this.#market ??= new AssetMarket(this.#params, this.#seed, this.#startMs);
    const step = this.#market.step(durationMs);
    this.#price = step.perpetual.closePrice;
    this.#tape.take(
      step,
      (event) => events.push(event),
      (record) => truth.push(this.#truthOf(record)),
      detail,
    );
    truth.push(...this.#labels.take(step));
  }

  /** What became of the positions of one side; null before the first step. */
  ledger(side: PositionSide): SideLedger | null {
    return this.#market?.ledger(side) ?? null;
  }

  /** Of the last step; null before it. See `AssetTape.reach`. */
  reach(instrument: InstrumentIndex): PriceSpan | null {
    return this.#tape.reach(instrument);
  }

  positions(timeMs: number): TruthRecord[] {
    const live = this.#market?.positions() ?? [];
    return positionBins(this.asset, timeMs, this.#binUsd, this.#price, live);
  }

  write(writer: ByteWriter): void {
    const labels = new ByteWriter();
    this.#labels.write(labels);
    writer.text(this.asset);
    writer.double(this.#price);
    writer.bytes(this.#market?.snapshot() ?? new Uint8Array());
    writer.bytes(this.#tape.snapshot());
    writer.bytes(labels.finish());
  }

  /** Takes what `write` wrote off the reader. */
  static read(reader: ByteReader): { readonly asset: string; readonly parts: SavedLane } {
    const asset = reader.text();
    const price = reader.double();
    const market = reader.bytes();
    const tape = reader.bytes();
    return { asset, parts: { price, market, tape, labels: reader.bytes() } };
  }

  restore({ market, tape, labels, price }: SavedLane): void {
    this.#market =
      market.length === 0 ? undefined : AssetMarket.restore(this.#params, this.#seed, this.#startMs, market);
    this.#tape.restore(tape);
    this.#labels.read(new ByteReader(labels));
    this.#price = price;
  }

  #truthOf(record: LiquidationTruth): TruthRecord {
    const row = this.#instruments[record.instrument];
    return {
      kind: 'liquidation',
      exchangeTimeMs: record.exchangeTimeMs,
      asset: this.asset,
      venue: row?.venue ?? null,
      positionSide: record.positionSide,
      notionalUsd: record.notionalUsd,
      quantityBase: fromScaled(record.quantityLots, row?.quantityDecimals ?? 0),
      fillPrice: fromScaled(record.priceTicks, row?.priceDecimals ?? 0),
      entryPrice: record.entryPrice,
      leverage: record.leverage,
      liquidationPrice: record.liquidationPrice,
      reported: record.isReported,
    };
  }
}

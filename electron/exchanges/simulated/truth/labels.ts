/**
 * What the script meant, and when it came about.
 *
 * - `range.low`, `range.high` (an asset's, from the opening of the market to the catalyst), `catalyst`
 *   and `outage.<venue>` are the script's.
 * - `breakout` is the first minute after the catalyst whose last price of the perpetual is outside the range.
 * - `forcedFlowStart` is the first 5 minutes since the catalyst in which $5M of one side of the asset were truly
 *   liquidated, published or not: shorts where the price is meant to rise, longs where it is meant to fall.
 */

import type { ByteReader, ByteWriter } from '../../../../shared/market/byteCodec';
import type { PositionSide } from '../../../../shared/model/events';
import { MINUTE_MS } from '../../../../shared/model/time';
import type { LabelTruth } from '../../../../shared/model/truth';
import type { AssetStep } from '../market/assetStep';
import type { Scenario, ScenarioAsset } from '../scenario/scenarioSchema';

const FORCED_WINDOW_MS = 5 * MINUTE_MS;
const FORCED_USD = 5e6;

/** Known from the script alone. */
export function scriptLabels({ calendar, assets, outages }: Scenario): LabelTruth[] {
  const { coarseFromMs, catalystMs, endMs } = calendar;
  const labels = assets.flatMap(({ asset, range }) => [
    label('range.low', coarseFromMs, { endMs: catalystMs ?? endMs, asset, value: range.low }),
    label('range.high', coarseFromMs, { endMs: catalystMs ?? endMs, asset, value: range.high }),
  ]);
  if (catalystMs !== null) labels.push(label('catalyst', catalystMs, {}));
  for (const { venue, fromMs, toMs } of outages)
    labels.push(label(`outage.${venue}`, fromMs, { endMs: toMs }));
  return labels;
}

/** Watches the steps of one asset for what the script brings about. */
export class LabelWatch {
  readonly #asset: ScenarioAsset;
  readonly #catalystMs: number | null;
  readonly #isRise: boolean;
  #hasBrokenOut = false;
  #hasForcedFlow = false;
  /** Truly liquidated of the watched side by aligned 5 minutes. */
  #windowMs = 0;
  #windowUsd = 0;

  constructor(asset: ScenarioAsset, catalystMs: number | null) {
    this.#asset = asset;
    this.#catalystMs = catalystMs;
    this.#isRise = asset.extreme > asset.range.high;
  }

  take(step: AssetStep): LabelTruth[] {
    if (this.#catalystMs === null || step.fromMs < this.#catalystMs) return [];
    const labels: LabelTruth[] = [];
    const { asset, range } = this.#asset;
    if (!this.#hasBrokenOut && step.toMs % MINUTE_MS === 0) {
      const price = step.perpetual.closePrice;
      this.#hasBrokenOut = this.#isRise ? price > range.high : price < range.low;
      if (this.#hasBrokenOut) labels.push(label('breakout', step.toMs - MINUTE_MS, { asset, value: price }));
    }
    if (!this.#hasForcedFlow && this.#addForced(step)) {
      this.#hasForcedFlow = true;
      labels.push(label('forcedFlowStart', this.#windowMs, { asset, value: this.#windowUsd }));
    }
    return labels;
  }

  write(writer: ByteWriter): void {
    writer.flag(this.#hasBrokenOut);
    writer.flag(this.#hasForcedFlow);
    writer.whole(this.#windowMs);
    writer.double(this.#windowUsd);
  }

  read(reader: ByteReader): void {
    this.#hasBrokenOut = reader.flag();
    this.#hasForcedFlow = reader.flag();
    this.#windowMs = reader.whole();
    this.#windowUsd = reader.double();
  }

  #addForced(step: AssetStep): boolean {
    const windowMs = Math.floor(step.fromMs / FORCED_WINDOW_MS) * FORCED_WINDOW_MS;
    if (windowMs !== this.#windowMs) {
      this.#windowMs = windowMs;
      this.#windowUsd = 0;
    }
    const side: PositionSide = this.#isRise ? 'short' : 'long';
    for (const order of step.forced) {
      if (order.positionSide === side) this.#windowUsd += order.quantityBase * order.fillPrice;
    }
    return this.#windowUsd >= FORCED_USD;
  }
}

function label(name: string, timeMs: number, rest: Partial<LabelTruth>): LabelTruth {
  return { kind: 'label', timeMs, endMs: null, name, asset: null, value: null, ...rest };
}

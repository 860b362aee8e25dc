/** Exact values of the bar under the crosshair, or of the newest one. */

import {
  formatPrice,
  formatQuantity,
  formatSignedPercent,
  formatSignedQuantity,
  formatUsd,
} from '../../../shared/text/format';
import type { ChartBar } from '../../market/barSeries';
import type { StudyValue } from './studyValues';

export function ChartLegend(props: {
  readonly bar: ChartBar;
  /** Close of the bar before; null for the first. */
  readonly previousClose: number | null;
  readonly studies: readonly StudyValue[];
  readonly decimals: number;
  readonly asset: string;
}) {
  const { bar, decimals, asset } = props;
  const direction = bar.close >= bar.open ? 'up' : 'down';
  const change = props.previousClose === null ? null : (bar.close / props.previousClose - 1) * 100;
  return (
    <dl className="chart-legend">
      <Item name="O" title="Open" value={formatPrice(bar.open, decimals)} tone={direction} />
      <Item name="H" title="High" value={formatPrice(bar.high, decimals)} tone={direction} />
      <Item name="L" title="Low" value={formatPrice(bar.low, decimals)} tone={direction} />
      <Item name="C" title="Close" value={formatPrice(bar.close, decimals)} tone={direction} />
      <Item
        name="Δ"
        title="Change against the close before"
        value={`${arrow(change)}${formatSignedPercent(change)}`}
        tone={tone(change)}
      />
      <Item name="Vol" title={`Volume in ${asset}`} value={formatQuantity(bar.volumeBase)} />
      <TakerDelta bar={bar} asset={asset} />
      <Item
        name="Shorts"
        title="Shorts liquidated, all venues"
        value={formatUsd(bar.shortsUsd)}
        tone="shorts"
      />
      <Item name="Longs" title="Longs liquidated, all venues" value={formatUsd(bar.longsUsd)} tone="longs" />
      {props.studies.map(({ id, title, text }) => (
        <Item key={id} name={title} title={`${title} at this bar`} value={text} />
      ))}
      {bar.gap && <Item name="" title="Data is missing in this bar" value="gap" tone="gap" />}
    </dl>
  );
}

function TakerDelta({ bar, asset }: { readonly bar: ChartBar; readonly asset: string }) {
  const { volumeBase, takerBuyBase } = bar;
  const delta = volumeBase === null || takerBuyBase === null ? null : 2 * takerBuyBase - volumeBase;
  return (
    <Item
      name="Taker Δ"
      title={`Bought minus sold by takers, in ${asset}`}
      value={formatSignedQuantity(delta)}
      tone={tone(delta)}
    />
  );
}

function Item(props: {
  readonly name: string;
  readonly title: string;
  readonly value: string;
  readonly tone?: string | undefined;
}) {
  return (
    <div title={props.title}>
      <dt>{props.name}</dt>
      <dd className={props.tone}>{props.value}</dd>
    </div>
  );
}

function tone(value: number | null): 'up' | 'down' | undefined {
  if (value === null || value === 0) return undefined;
  return value > 0 ? 'up' : 'down';
}

function arrow(value: number | null): string {
  if (value === null || value === 0) return '';
  return value > 0 ? '▲ ' : '▼ ';
}

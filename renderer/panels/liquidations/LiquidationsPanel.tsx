/** What was liquidated in the rolling window: the total, its sides, and the same by asset. */
import type { Figure } from '../../../shared/model/figure';
import { useConnection, useFigures, useSession, useSettings } from '../../stores/context';
import { ALL_ASSETS, figureIds } from '../../stores/figureIds';
import { selectTimeZone } from '../../stores/settingsStore';
import { useAssets } from '../../stores/useAssets';
import { EmptyState } from '../../ui/EmptyState';
import { completenessMark, formatShare, formatUsdFigure, usdColumn } from '../../ui/format';
import { describeCoverage } from './coverage';
import { SplitBar } from './SplitBar';

interface Totals {
  readonly total: Figure | undefined;
  readonly shorts: Figure | undefined;
  readonly longs: Figure | undefined;
  /** Of shorts, as a fraction. */
  readonly share: number | null;
}

type Figures = ReadonlyMap<string, Figure>;

export function LiquidationsPanel() {
  const figures = useFigures((state) => state.byId);
  const stale = useFigures((state) => state.shownWindowMs !== null && state.shownWindowMs !== state.windowMs);
  const connected = useConnection((state) => state.status.state === 'ready');
  if (figures === null) {
    return (
      <EmptyState busy={true}>
        {connected
          ? 'Totals appear with the first market data of this session.'
          : 'Totals appear as soon as the engine is connected.'}
      </EmptyState>
    );
  }
  return (
    <div className="liquidations" aria-busy={stale} data-stale={stale}>
      <Headline totals={totalsOf(figures, ALL_ASSETS)} />
      <AssetTable figures={figures} />
    </div>
  );
}

function totalsOf(figures: Figures, scope: string): Totals {
  return {
    total: figures.get(figureIds.liquidations(scope, 'total')),
    shorts: figures.get(figureIds.liquidations(scope, 'short')),
    longs: figures.get(figureIds.liquidations(scope, 'long')),
    share: figures.get(figureIds.liquidations(scope, 'shareShort'))?.value ?? null,
  };
}

function Headline({ totals }: { readonly totals: Totals }) {
  const { share } = totals;
  const coverage = useCoverage();
  return (
    <div className="liquidations-headline">
      <div className="liquidations-total">
        <strong title={coverage(totals.total)}>{usd(totals.total)}</strong>
        <dl>
          <div className="shorts" title={`Shorts liquidated. ${coverage(totals.shorts)}`}>
            <dt>
              shorts<span className="visually-hidden"> liquidated</span>
            </dt>
            <dd>
              {usd(totals.shorts)} · {formatShare(share)}
            </dd>
          </div>
          <div className="longs" title={`Longs liquidated. ${coverage(totals.longs)}`}>
            <dt>
              longs<span className="visually-hidden"> liquidated</span>
            </dt>
            <dd>
              {usd(totals.longs)} · {formatShare(share === null ? null : 1 - share)}
            </dd>
          </div>
        </dl>
      </div>
      <SplitBar share={share} size="large" />
    </div>
  );
}

function AssetTable({ figures }: { readonly figures: Figures }) {
  const coverage = useCoverage();
  const rows = useAssets()
    .map((asset) => ({ asset, ...totalsOf(figures, asset) }))
    .sort((one, other) => (other.total?.value ?? -1) - (one.total?.value ?? -1));
  const column = usdColumn(rows.map((row) => row.total?.value));
  const cell = (figure: Figure | undefined) =>
    figure === undefined || figure.value === null
      ? column(null)
      : `${completenessMark(figure.completeness)}${column(figure.value)}`;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Asset</th>
          <th scope="col">Total</th>
          <th scope="col">Shorts</th>
          <th scope="col">Longs</th>
          <th scope="col" className="split">
            Split
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ asset, ...totals }) => (
          <tr key={asset}>
            <th scope="row">{asset}</th>
            <td title={coverage(totals.total)}>{cell(totals.total)}</td>
            <td title={`Shorts liquidated. ${coverage(totals.shorts)}`}>{cell(totals.shorts)}</td>
            <td title={`Longs liquidated. ${coverage(totals.longs)}`}>{cell(totals.longs)}</td>
            <td className="split">
              <SplitBar share={totals.share} size="small" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function usd(figure: Figure | undefined): string {
  return figure === undefined
    ? formatUsdFigure(null, 'missing')
    : formatUsdFigure(figure.value, figure.completeness);
}

/** A tooltip for a figure: from which venues, as of when, complete or why not. */
function useCoverage(): (figure: Figure | undefined) => string {
  const venues = useSession((state) => state.description?.venues);
  const timeZone = useSettings(selectTimeZone);
  return (figure) => describeCoverage(figure, venues ?? [], timeZone);
}

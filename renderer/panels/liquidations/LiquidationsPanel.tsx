/** What was liquidated in the rolling window: the total, its sides, and the same by asset. */
import type { Figure } from '../../../shared/model/figure';
import { SECOND_MS } from '../../../shared/model/time';
import type { Stream } from '../../../shared/model/venue';
import {
  completenessMark,
  formatAge,
  formatShare,
  formatUsd,
  formatUsdFigure,
  usdColumn,
} from '../../../shared/text/format';
import { useConnection, useFigures, useSession, useSettings } from '../../stores/context';
import { missingWithin } from '../../stores/feedTrouble';
import { ALL_ASSETS, figureIds } from '../../stores/figureIds';
import { selectTimeZone } from '../../stores/settingsStore';
import { useAssets } from '../../stores/useAssets';
import { useFeedTrouble } from '../../stores/useFeedTrouble';
import { EmptyState } from '../../ui/EmptyState';
import { PanelNote } from '../../ui/PanelNote';
import { ScrollArea } from '../../ui/ScrollArea';
import { describeCoverage } from './coverage';
import { othersOf, type Totals } from './others';
import { ReportingRules } from './ReportingRules';
import { SplitBar } from './SplitBar';

type Figures = ReadonlyMap<string, Figure>;

/** Assets listed by name; the rest is one row. */
const MOST_ROWS = 8;

export function LiquidationsPanel() {
  const figures = useFigures((state) => state.byId);
  const stale = useFigures((state) => state.shownWindowMs !== null && state.shownWindowMs !== state.windowMs);
  const connected = useConnection((state) => state.status.state === 'ready');
  const trouble = useFeedTrouble(STREAMS);
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
    <div className="liquidations-panel">
      <Notes />
      <ScrollArea
        name="Liquidation totals"
        className="liquidations panel-body"
        busy={stale}
        stale={stale || trouble?.isStale === true}
      >
        <Headline totals={totalsOf(figures, ALL_ASSETS)} />
        <AssetTable figures={figures} />
        <ReportingRules />
      </ScrollArea>
    </div>
  );
}

const STREAMS: readonly Stream[] = ['liquidations'];

/** What keeps the totals from being whole or of now. */
function Notes() {
  const trouble = useFeedTrouble(STREAMS);
  const nowMs = useFigures((state) => state.nowMs);
  const windowMs = useFigures((state) => state.windowMs);
  const missingMs = useSession(({ transport }) =>
    nowMs === null || transport === null ? 0 : missingWithin(transport.gaps, nowMs, windowMs),
  );
  if (trouble?.sentence) return <PanelNote>{trouble.sentence}</PanelNote>;
  if (missingMs < SECOND_MS) return null;
  return <PanelNote>Data of {formatAge(missingMs)} is missing in this window.</PanelNote>;
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
      <SplitBar split={totals} size="large" />
    </div>
  );
}

function AssetTable({ figures }: { readonly figures: Figures }) {
  const coverage = useCoverage();
  const rows = useAssets()
    .map((asset) => ({ asset, ...totalsOf(figures, asset) }))
    .sort((one, other) => (other.total?.value ?? -1) - (one.total?.value ?? -1))
    .slice(0, MOST_ROWS);
  const others = othersOf(totalsOf(figures, ALL_ASSETS), rows);
  const column = usdColumn(rows.map((row) => row.total?.value));
  const cell = (figure: Figure | undefined) =>
    figure === undefined || figure.value === null
      ? column(null)
      : `${completenessMark(figure.completeness)}${amount(figure.value, figure.completeness)}`;
  // A lower bound is not said to be below anything: one too small for the column is written out.
  const amount = (value: number, completeness: Figure['completeness']) =>
    completeness !== 'complete' && column(value).startsWith('<') ? formatUsd(value) : column(value);
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
              <SplitBar split={totals} size="small" />
            </td>
          </tr>
        ))}
        {others !== null && (
          <tr title="All assets of the session less those listed above">
            <th scope="row" className="muted">
              others
            </th>
            <td>{cell(others.total)}</td>
            <td>{cell(others.shorts)}</td>
            <td>{cell(others.longs)}</td>
            <td className="split">
              <SplitBar split={others} size="small" />
            </td>
          </tr>
        )}
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

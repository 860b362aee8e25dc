import { ReplayFold } from '../../../shared/feed/replayFold';
import { figuresLine } from '../../../shared/market/figureText';
import { MarketModel } from '../../../shared/market/marketModel';
import { UNLISTED_ASSETS } from '../../../shared/model/asset';
import type { Figure } from '../../../shared/model/figure';
import { InstrumentTable } from '../../../shared/model/instrument';
import { DAY_MS } from '../../../shared/model/time';
import { isSimulated, SIMULATED } from '../../../shared/model/venue';
import { structureFigures } from '../../../shared/story/structureFigures';
import type { RecordedSession } from '../../engine/sessions/sessionStore';
import { systemClock } from '../../engine/systemClock';
import { parseDuration, parseTime } from '../arguments';
import { type CommandSpec, complain, report, table } from '../command';
import { formatUtc } from '../format';
import { openStore } from '../openStore';

export const figuresCommand: CommandSpec = {
  name: 'figures',
  summary: 'Prints the figures of a session as of a moment: the ones its windows showed then.',
  positionals: ['FILE'],
  options: {
    at: { value: 'ISO', help: 'the moment, e.g. 2026-01-14T17:45:00Z (default: the end of the session)' },
    window: { value: 'SPAN', help: 'length of the rolling windows, e.g. 1h (default: 24h)' },
    json: { help: 'print one JSON object' },
  },
  async run({ positionals, options, io }) {
    const atText = options.text('at');
    const at = atText === undefined ? undefined : parseTime(atText);
    if (at?.ok === false) return complain(io, 'figures', at.error);
    const windowMs = parseDuration(options.text('window') ?? '24h');
    if (!windowMs.ok) return complain(io, 'figures', windowMs.error);
    const opened = await openStore().open(positionals[0] ?? '');
    if (!opened.ok) return report(io, 'figures', opened.error);
    const session = opened.value;
    try {
      const asOfMs = at?.value ?? session.info.range.toMs;
      const figures = await figuresOf(session, asOfMs, windowMs.value, io.signal);
      const simulated = isSimulated(session.info.venues);
      io.out(
        options.flag('json')
          ? figuresLine(asOfMs, windowMs.value, figures, simulated)
          : (simulated ? `${SIMULATED}. ` : '') + describe(asOfMs, windowMs.value, figures),
      );
      return 0;
    } finally {
      await session.close();
    }
  },
};

/** Figures of the state at `asOfMs`, by the fold that live data and replay go through. */
async function figuresOf(
  session: RecordedSession,
  asOfMs: number,
  windowMs: number,
  signal: AbortSignal,
): Promise<readonly Figure[]> {
  const { info } = session;
  const model = new MarketModel({ instruments: InstrumentTable.from(info.instruments), venues: info.venues });
  const fold = new ReplayFold(session, model, systemClock);
  const seq = await session.seqAtTime(asOfMs);
  await fold.moveTo(seq, signal, { onJump: () => {}, onApplied: () => {} });
  const request = { windowMs, asOfMs };
  const assets = [...new Set(info.instruments.map(({ asset }) => asset))].sort();
  return [
    ...model.figures(request),
    ...assets.flatMap((asset) => structureOf(asset, session, model)),
    ...assets.flatMap((asset) => model.assetFigures(asset, request)),
  ];
}

/** What trades beside the listed assets has no bars of its own. */
function structureOf(asset: string, { info }: RecordedSession, model: MarketModel): readonly Figure[] {
  if (asset === UNLISTED_ASSETS) return [];
  const structure = model.structure(asset);
  const reference = info.instruments.find(({ id }) => id === structure.instrumentId);
  return reference === undefined ? [] : structureFigures(structure, reference.venue);
}

function describe(asOfMs: number, windowMs: number, figures: readonly Figure[]): string {
  const rows = figures.map((figure): [string, string] => [
    figure.id,
    `${marked(figure)} ${figure.unit}${figure.text === undefined ? '' : ` · ${figure.text}`}${originOf(figure)}`,
  ]);
  const title = `As of ${formatUtc(asOfMs)}, windows of ${windowMs / (DAY_MS / 24)} h. ≥ lower bound, — unknown.`;
  return rows.length === 0
    ? `${title}\nNo figures: nothing was recorded before then.\n`
    : `${title}\n${table(rows)}\n`;
}

/** The venues a figure is of, and what it was taken from where that is not the plain thing. */
function originOf({ venues, source }: Figure): string {
  const parts = [...venues, ...(source === undefined ? [] : [`from ${source}`])];
  return parts.length === 0 ? '' : `  (${parts.join(', ')})`;
}

function marked({ value, completeness }: Figure): string {
  if (value === null) return '—';
  const sign = { complete: '', lowerBound: '≥ ', estimate: 'est. ', missing: '' }[completeness];
  return sign + value.toLocaleString('en', { maximumFractionDigits: 8 });
}

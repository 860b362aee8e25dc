/**
 * The numbers of market structure as figures, for the command line, briefs and alerts: the objects the story is
 * about, and the lines of the story with their words.
 */
import type { Completeness, Figure, FigureUnit } from '../model/figure';
import type { Breakout, Burst, ConsolidationRange, Flow, Lead, MarketStructure } from '../model/structure';
import { mainBreakout, mainRange } from './mainObjects';

interface Origin {
  readonly venues: readonly string[];
  readonly completeness: Completeness;
}

type Make = (id: string, unit: FigureUnit, value: number | null, text?: string) => Figure;

/** `venue` is that of the instrument whose bars were looked at. In a fixed order. */
export function structureFigures(structure: MarketStructure, venue: string): Figure[] {
  const { asset, nowMs } = structure;
  if (nowMs === null) return [];
  const maker = ({ venues, completeness }: Origin): Make => {
    return (id, unit, value, text) => ({
      id: `${id.split('.')[0]}.${asset}${id.slice(id.indexOf('.'))}`,
      value,
      unit,
      venues: value === null ? [] : venues,
      asOfMs: nowMs,
      completeness: value === null ? 'missing' : completeness,
      ...(text === undefined ? {} : { text }),
    });
  };
  const fromBars = maker({ venues: [venue], completeness: 'complete' });
  const { lead, flows, levels, bursts, baseRates } = structure;
  return [
    ...rangeFigures(mainRange(structure, nowMs), fromBars),
    ...breakoutFigures(mainBreakout(structure, nowMs), fromBars),
    ...baseRates.flatMap((rate) => [
      fromBars(`baseRate.${rate.interval}.breaks`, 'count', rate.breaks),
      fromBars(`baseRate.${rate.interval}.confirmed`, 'count', rate.confirmed),
      fromBars(`baseRate.${rate.interval}.false`, 'count', rate.falseBreaks),
      fromBars(`baseRate.${rate.interval}.weak`, 'count', rate.weak),
      fromBars(`baseRate.${rate.interval}.heldAfterDay`, 'count', rate.heldAfterDay),
      fromBars(`baseRate.${rate.interval}.knownAfterDay`, 'count', rate.knownAfterDay),
    ]),
    ...levels.map(({ kind, price, distancePercent }) => {
      const name = kind === 'round' ? ((distancePercent ?? 0) < 0 ? 'roundBelow' : 'roundAbove') : kind;
      return fromBars(`level.${name}`, 'price', price);
    }),
    ...burstFigures(bursts.at(-1), maker),
    ...leadFigures(lead, maker),
    ...flows.flatMap((flow) => flowFigures(flow, maker)),
    ...structure.story.map(({ id, text, venues, completeness }) => {
      const isKnown = completeness !== 'missing';
      return maker({ venues, completeness })(`story.${id}`, 'count', isKnown ? 1 : null, text);
    }),
  ];
}

function rangeFigures(range: ConsolidationRange | undefined, make: Make): Figure[] {
  const of = (read: (range: ConsolidationRange) => number) => (range === undefined ? null : read(range));
  return [
    make(
      'range.low',
      'price',
      of(({ low }) => low),
      range?.interval,
    ),
    make(
      'range.high',
      'price',
      of(({ high }) => high),
      range?.interval,
    ),
    make(
      'range.bars',
      'count',
      of(({ bars }) => bars),
    ),
    make(
      'range.fromMs',
      'ms',
      of(({ fromMs }) => fromMs),
    ),
    make(
      'range.touchesHigh',
      'count',
      of(({ touchesHigh }) => touchesHigh),
    ),
    make(
      'range.touchesLow',
      'count',
      of(({ touchesLow }) => touchesLow),
    ),
    make(
      'range.containment',
      'fraction',
      of(({ containment }) => containment),
    ),
    make(
      'range.rho',
      'ratio',
      of(({ rho }) => rho),
    ),
    make(
      'range.strength',
      'score',
      of(({ strength }) => strength),
    ),
  ];
}

function breakoutFigures(breakout: Breakout | undefined, make: Make): Figure[] {
  const of = (read: (breakout: Breakout) => number | null) =>
    breakout === undefined ? null : read(breakout);
  return [
    make(
      'breakout.edge',
      'price',
      of(({ edge }) => edge),
      breakout && `${breakout.state} ${breakout.direction}`,
    ),
    make(
      'breakout.brokeAt',
      'ms',
      of(({ brokeAtMs }) => brokeAtMs),
      breakout?.interval,
    ),
    make(
      'breakout.breakClose',
      'price',
      of(({ breakClose }) => breakClose),
    ),
    make(
      'breakout.confirmedAt',
      'ms',
      of(({ confirmedAtMs }) => confirmedAtMs),
    ),
    make(
      'breakout.confirmedClose',
      'price',
      of(({ confirmedClose }) => confirmedClose),
    ),
    make(
      'breakout.relativeVolumeSpot',
      'ratio',
      of(({ relativeVolumeSpot }) => relativeVolumeSpot),
    ),
    make(
      'breakout.relativeVolumePerp',
      'ratio',
      of(({ relativeVolumePerp }) => relativeVolumePerp),
    ),
    make(
      'breakout.extreme',
      'price',
      of(({ extreme }) => extreme),
    ),
    make(
      'breakout.flipLow',
      'price',
      of(({ flipZone }) => flipZone.low),
    ),
    make(
      'breakout.flipHigh',
      'price',
      of(({ flipZone }) => flipZone.high),
    ),
    make(
      'breakout.objective',
      'price',
      of(({ objective }) => objective),
    ),
  ];
}

/** Of the newest burst. */
function burstFigures(burst: Burst | undefined, maker: (origin: Origin) => Make): Figure[] {
  if (burst === undefined) return [];
  const reported = maker({ venues: burst.venues, completeness: burst.completeness });
  const measured = maker({ venues: burst.venues, completeness: 'estimate' });
  const name = burst.positionSide === 'short' ? 'SHORT SQUEEZE' : 'LONG CASCADE';
  return [
    reported('burst.sideUsd', 'usd', burst.sideUsd, name),
    reported('burst.otherSideUsd', 'usd', burst.otherSideUsd),
    measured('burst.from', 'ms', burst.fromMs),
    measured('burst.to', 'ms', burst.toMs),
    measured('burst.severity', 'count', burst.severity),
    measured('burst.peakZ', 'ratio', burst.peakZ),
    measured('burst.forcedShare', 'fraction', burst.forcedShare),
    measured('burst.openInterestBefore', 'base', burst.openInterestBeforeBase),
    measured('burst.openInterestAfter', 'base', burst.openInterestAfterBase),
  ];
}

function leadFigures(lead: Lead | null, maker: (origin: Origin) => Make): Figure[] {
  if (lead === null) return [];
  const make = maker({ venues: lead.venues, completeness: 'estimate' });
  const words = lead.reason === '' ? lead.verdict : `${lead.verdict}: ${lead.reason}`;
  return [
    make('lead.spotShare', 'fraction', lead.componentShare.value, words),
    make('lead.spotShareLow', 'fraction', lead.componentShare.low),
    make('lead.spotShareHigh', 'fraction', lead.componentShare.high),
    make('lead.spotInformationShare', 'fraction', lead.informationShare.middle),
    make('lead.basisChange', 'fraction', lead.basisChange),
    make('lead.openInterestChange', 'percent', lead.openInterestChangePercent),
    make('lead.takerDeltaSpotZ', 'ratio', lead.takerDeltaSpotZ),
    make('lead.takerDeltaPerpZ', 'ratio', lead.takerDeltaPerpZ),
  ];
}

function flowFigures(flow: Flow, maker: (origin: Origin) => Make): Figure[] {
  const make = maker(flow);
  const name = `cvd90.${flow.kind}`;
  return [
    make(`${name}.deltaUsd`, 'usd', flow.deltaUsd, flow.phase ?? undefined),
    make(`${name}.volumeUsd`, 'usd', flow.volumeUsd),
    make(`${name}.inUsd`, 'usd', flow.inUsd),
    make(`${name}.outUsd`, 'usd', flow.outUsd),
    make(`${name}.weekChangeUsd`, 'usd', flow.weekChangeUsd),
    make(`${name}.flipDay`, 'ms', flow.flipDayMs),
    make(`${name}.wholeDays`, 'count', flow.wholeDays),
  ];
}

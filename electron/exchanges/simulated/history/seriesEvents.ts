import type { SeriesPointEvent } from '../../../../shared/model/events';
import { NO_INSTRUMENT } from '../../../../shared/model/instrument';
import { parseSeriesId } from '../../../../shared/model/seriesId';
import type { VenueId } from '../../../../shared/model/venue';
import type { ScenarioSeries } from '../scenario/scenarioSchema';
import { seriesValues } from './seriesValues';

/** What a venue publishes in `[fromMs, toMs)` as unstamped events, in order of publishing over all series. */
export function seriesEvents(
  all: readonly ScenarioSeries[],
  venue: VenueId,
  fromMs: number,
  toMs: number,
  seed: number,
): SeriesPointEvent[] {
  const events = all.flatMap((series) =>
    seriesValues(series, fromMs, toMs, seed).map(
      ({ publishedMs, asOfMs, value }): SeriesPointEvent => ({
        kind: 'seriesPoint',
        seq: 0,
        exchangeTimeMs: publishedMs,
        receiveTimeMs: 0,
        instrument: NO_INSTRUMENT,
        venue,
        series: series.id,
        asset: parseSeriesId(series.id)?.asset ?? '',
        value,
        unit: series.unit,
        asOfMs,
      }),
    ),
  );
  return events.sort((a, b) => a.exchangeTimeMs - b.exchangeTimeMs);
}

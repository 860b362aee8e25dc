import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mergeSettings } from '../../../shared/contract/mergeSettings';
import { defaultSettings, type Settings } from '../../../shared/contract/values';
import type { MarketFeed } from '../../../shared/feed/marketFeed';
import type { LiveSource } from '../../../shared/feed/source';
import { appError, fail, ok, type Result } from '../../../shared/model/result';
import { feedKind, liveFeedName } from '../../engine/live/feedChoice';
import { venueRequest } from '../../engine/live/openFeed';
import { systemClock } from '../../engine/systemClock';
import { parseDuration } from '../arguments';
import { type CommandSpec, complain, report } from '../command';
import { FEED_OPTIONS, readFeedOptions } from '../feedArguments';
import { openVenue } from '../openVenue';
import { recordMarket } from '../recordMarket';
import { simulation } from '../simulation';

export const recordCommand: CommandSpec = {
  name: 'record',
  summary: 'Records the live market into a session file, without a window.',
  positionals: [],
  options: {
    out: { value: 'FILE', help: 'the session file to write; it must not exist yet' },
    for: { value: 'SPAN', help: 'how much market time to record, e.g. 10m (default: until Ctrl+C)' },
    'figures-log': {
      value: 'FILE',
      help: 'also write the figures of every full second, one JSON object a line',
    },
    ...FEED_OPTIONS,
    feed: { value: 'simulated|live', help: 'the market to record (default: live)' },
  },
  async run({ options, io }) {
    const file = options.text('out');
    if (file === undefined) return complain(io, 'record', appError('bad-argument', '--out is missing.'));
    const span = options.text('for');
    const spanMs = span === undefined ? ok(Number.POSITIVE_INFINITY) : parseDuration(span);
    if (!spanMs.ok) return complain(io, 'record', spanMs.error);
    const patch = readFeedOptions(options);
    if (!patch.ok) return complain(io, 'record', patch.error);
    // Nobody looks at what is recorded here: who does not say otherwise wants the real market.
    const settings = mergeSettings({ ...defaultSettings, feed: 'live' }, patch.value);
    const feed = await openWholeFeed(settings);
    if (!feed.ok) return complain(io, 'record', feed.error);
    const logFile = options.text('figures-log');
    const log = logFile === undefined ? null : createWriteStream(logFile);
    if (log !== null) {
      const opened = await openedLog(log, logFile ?? '');
      if (!opened.ok) return report(io, 'record', opened.error);
    }
    return recordMarket({ io, file, spanMs: spanMs.value, settings, feed: feed.value, log });
  },
};

/** All of it or nothing: a recording that leaves out a venue is not the one that was asked for. */
async function openWholeFeed(settings: Settings): Promise<Result<MarketFeed>> {
  if (feedKind(settings) === 'simulated') return simulation.open(settings.simulation);
  const sources = openSources(settings);
  if (!sources.ok) return sources;
  return ok({ sources: sources.value, clock: systemClock, feed: liveFeedName(settings) });
}

function openSources(settings: Settings): Result<LiveSource[]> {
  const sources: LiveSource[] = [];
  for (const id of settings.venues) {
    const opened = openVenue(id, venueRequest(settings, id));
    if (!opened.ok) return opened;
    sources.push(opened.value);
  }
  return ok(sources);
}

async function openedLog(log: WriteStream, path: string): Promise<Result<void>> {
  try {
    await once(log, 'open');
    return ok(undefined);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('disk-error', `The log ${path} cannot be written: ${why}.`, 'Choose another file.');
  }
}

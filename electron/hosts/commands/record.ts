import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { defaultSettings, type Settings } from '../../../shared/contract/values';
import type { LiveSource } from '../../../shared/feed/source';
import { appError, fail, ok, type Result } from '../../../shared/model/result';
import { parseDuration } from '../arguments';
import { type CommandSpec, complain, report } from '../command';
import { openVenue } from '../openVenue';
import { recordMarket } from '../recordMarket';
import { readVenueOptions, VENUE_OPTIONS } from '../venueArguments';

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
    ...VENUE_OPTIONS,
  },
  async run({ options, io }) {
    const file = options.text('out');
    if (file === undefined) return complain(io, 'record', appError('bad-argument', '--out is missing.'));
    const span = options.text('for');
    const spanMs = span === undefined ? ok(Number.POSITIVE_INFINITY) : parseDuration(span);
    if (!spanMs.ok) return complain(io, 'record', spanMs.error);
    const patch = readVenueOptions(options);
    if (!patch.ok) return complain(io, 'record', patch.error);
    const settings = { ...defaultSettings, ...patch.value } as Settings;
    const sources = openSources(settings);
    if (!sources.ok) return complain(io, 'record', sources.error);
    const logFile = options.text('figures-log');
    const log = logFile === undefined ? null : createWriteStream(logFile);
    if (log !== null) {
      const opened = await openedLog(log, logFile ?? '');
      if (!opened.ok) return report(io, 'record', opened.error);
    }
    return recordMarket({ io, file, spanMs: spanMs.value, settings, sources: sources.value, log });
  },
};

function openSources(settings: Settings): Result<LiveSource[]> {
  const sources: LiveSource[] = [];
  for (const id of settings.venues) {
    const origin = settings.venueUrls[id];
    const opened = openVenue(id, {
      backfill: settings.backfill,
      ...(origin === undefined ? {} : { origin }),
    });
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

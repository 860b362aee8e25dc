import { BRIEF_FORMATS, formatBrief } from '../../../shared/brief/briefFormats';
import { writeBrief } from '../../../shared/brief/writeBrief';
import { appError } from '../../../shared/model/result';
import { readBriefInput } from '../../engine/brief/readBriefInput';
import { systemClock } from '../../engine/systemClock';
import { parseDuration, parseTime } from '../arguments';
import { type CommandSpec, complain, report } from '../command';
import { openStore } from '../openStore';

export const briefCommand: CommandSpec = {
  name: 'brief',
  summary: 'Writes a paragraph and tables of a moment in a session, each number linked to its second.',
  positionals: ['FILE'],
  options: {
    at: { value: 'ISO', help: 'the moment, e.g. 2026-01-14T17:45:00Z (default: the end of the session)' },
    window: { value: 'SPAN', help: 'what it looks back on, e.g. 4h (default: 24h)' },
    format: { value: 'FORMAT', help: `${BRIEF_FORMATS.join(', ')} (default: md)` },
  },
  async run({ positionals, options, io }) {
    const atText = options.text('at');
    const at = atText === undefined ? undefined : parseTime(atText);
    if (at?.ok === false) return complain(io, 'brief', at.error);
    const window = parseDuration(options.text('window') ?? '24h');
    if (!window.ok) return complain(io, 'brief', window.error);
    const wanted = options.text('format') ?? 'md';
    const format = BRIEF_FORMATS.find((known) => known === wanted);
    if (format === undefined) {
      const hint = `Choose from: ${BRIEF_FORMATS.join(', ')}.`;
      return complain(io, 'brief', appError('bad-argument', `"${wanted}" is not a format of a brief.`, hint));
    }
    const opened = await openStore().open(positionals[0] ?? '');
    if (!opened.ok) return report(io, 'brief', opened.error);
    const session = opened.value;
    try {
      const request = { asOfMs: at?.value ?? session.info.range.toMs, windowMs: window.value };
      const input = await readBriefInput(session, request, systemClock, io.signal);
      io.out(formatBrief(writeBrief(input), format));
      return 0;
    } finally {
      await session.close();
    }
  },
};

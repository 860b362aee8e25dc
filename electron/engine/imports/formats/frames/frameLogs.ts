/**
 * Logs of raw frames, in the two kinds of lines of `logLines`. What the frames mean is read by the venues' own
 * parsers, which the host hands over.
 *
 * Invariant: every event keeps the recorder's time of receipt, also where its clock was slow and an event came
 * before it happened.
 */
import type {
  FrameLogReader,
  FrameLogReading,
  LoggedFrame,
  LoggedInstrument,
} from '../../../../../shared/feed/frameLog';
import type { VenueId } from '../../../../../shared/model/venue';
import type {
  FormatReader,
  ImportFormat,
  ImportParameters,
  ImportSink,
  Recognition,
  Sample,
} from '../../importFormat';
import { isDollar, UNKNOWN_PARAMETERS } from '../nameHints';
import { isDelivery, pairOf } from '../pairs';
import { shown } from '../tradeChecks';
import { type LogLine, RowLines, stampedLine } from './logLines';

/** The formats of raw logs, for the venues this reader knows. */
export function frameLogFormats(frames: FrameLogReader): readonly ImportFormat[] {
  return [
    format('frameLog', 'Raw frames, each behind its time of receipt', frames, () => stampedLine),
    format('frameRows', 'Raw frames, as rows with connection and time', frames, () => {
      const rows = new RowLines();
      return (line) => rows.read(line);
    }),
  ];
}

type LineReader = (line: string) => LogLine;

function format(id: string, title: string, frames: FrameLogReader, newLines: () => LineReader): ImportFormat {
  return {
    id,
    title,
    recognise: (sample) => recognise(sample, frames, newLines()),
    venue: ({ venue }) => infoOf(frames, venue),
    moreVenues: ({ venue }) => siblings(frames, venue).map((each) => infoOf(frames, each)),
    open: (parameters, sink) => new FrameLogFile(parameters, sink, frames, newLines()),
  };
}

function recognise(sample: Sample, frames: FrameLogReader, read: LineReader): Recognition | null {
  if (sample.shape !== 'lines') return null;
  const lines = sample.lines.map(read);
  const readable = lines.filter(({ kind }) => kind !== 'unreadable');
  if (readable.length === 0 || readable.length < lines.length / 2) return null;
  const found = lines.flatMap((line) => (line.kind === 'frame' ? [line.frame] : []));
  const header = lines.find((line) => line.kind === 'header');
  const exchange = header?.kind === 'header' ? header.exchange : null;
  const [venue] = frames.recognise(found, exchange);
  const parameters = { ...UNKNOWN_PARAMETERS, venue: venue?.id ?? null, kind: null };
  if (venue === undefined) {
    const known = frames.venues.map(({ id }) => id).join(', ');
    const sentence = `Of which venue are the frames? These can be read: ${known}.`;
    const reason = `lines of raw frames${exchange === null ? '' : ` of ${exchange}`}, of no venue that is known here`;
    return { confidence: 0.3, reason, parameters, questions: [{ parameter: 'venue', sentence }] };
  }
  const confidence = (0.97 * readable.length) / lines.length;
  return { confidence, reason: `lines of raw frames of ${venue.title}`, parameters, questions: [] };
}

function infoOf(frames: FrameLogReader, venue: VenueId | null) {
  const known = frames.venues.find(({ id }) => id === venue);
  return (
    known ?? {
      id: venue ?? 'unknown',
      title: venue ?? 'unknown',
      liquidationReporting: 'none' as const,
      streams: [],
    }
  );
}

/** Venues that the same log may hold as well. */
function siblings(frames: FrameLogReader, venue: VenueId | null): readonly VenueId[] {
  if (venue === null) return [];
  return frames.sharing(venue).filter((id) => id !== venue);
}

class FrameLogFile implements FormatReader {
  readonly #sink: ImportSink;
  readonly #read: LineReader;
  readonly #reading: FrameLogReading;
  readonly #refused = new Set<string>();
  #line = 1;

  constructor(parameters: ImportParameters, sink: ImportSink, frames: FrameLogReader, read: LineReader) {
    this.#sink = sink;
    this.#read = read;
    this.#reading = frames.open(parameters.venue ?? '', {
      scale: (instrument) => this.#scale(instrument),
      emit: (event) => sink.emit(event, this.#line),
      note: (kind, action, detail, count) => sink.findings.note(kind, action, this.#line, detail, count),
    });
  }

  lines(lines: readonly string[], firstLine: number): void {
    this.#line = firstLine - 1;
    for (const line of lines) {
      this.#line++;
      const found = this.#read(line);
      if (found.kind === 'frame') this.#take(found.frame);
      else if (found.kind === 'unreadable') {
        this.#sink.findings.note(
          'badRow',
          'dropped',
          this.#line,
          `no frame and no row of a log: ${shown(line)}`,
        );
      }
    }
  }

  end(): void {
    this.#reading.end();
  }

  #take(frame: LoggedFrame): void {
    this.#reading.take(frame);
  }

  #scale(instrument: LoggedInstrument) {
    const { venue, symbol, kind } = instrument;
    const pair = pairOf(symbol);
    const asset = instrument.asset ?? pair?.asset ?? null;
    const quote = instrument.quote ?? pair?.quote ?? null;
    const id = `${venue}:${symbol}`;
    if (asset !== null && quote !== null && isDollar(quote) && !isDelivery(symbol)) {
      return this.#sink.scale({ id, venue, symbol, asset, quote, kind });
    }
    if (!this.#refused.has(id)) {
      this.#refused.add(id);
      const what = isDelivery(symbol) ? 'a contract with a day of delivery' : 'not quoted in dollars';
      this.#sink.findings.note('unsupported', 'refused', this.#line, `${shown(symbol)} is ${what}`);
    }
    return null;
  }
}

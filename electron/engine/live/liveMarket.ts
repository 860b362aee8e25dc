/**
 * The running market with everything that belongs to it: feed, model, recorder, player. One object per
 * feed; a change of assets, venues or their origins makes a new one, so that feeds never mix.
 */
import { LIVE_SESSION } from '../../../shared/contract/api';
import type { Clock } from '../../../shared/feed/clock';
import { LivePlayer } from '../../../shared/feed/livePlayer';
import type { FeedPace, MarketFeed } from '../../../shared/feed/marketFeed';
import type { Selection } from '../../../shared/feed/source';
import { FigureLog } from '../../../shared/market/figureLog';
import { MarketModel } from '../../../shared/market/marketModel';
import { OverviewFold } from '../../../shared/market/overview';
import { UNLISTED_ASSETS } from '../../../shared/model/asset';
import type { MarketEvent } from '../../../shared/model/events';
import type { Figure } from '../../../shared/model/figure';
import { InstrumentTable } from '../../../shared/model/instrument';
import type { Result } from '../../../shared/model/result';
import type { LabelTruth, TruthRecord } from '../../../shared/model/truth';
import { isSimulated, STREAMS, type VenueId, type VenueInfo } from '../../../shared/model/venue';
import { LiveFeed } from '../feeds/liveFeed';
import type { HubSession } from '../hub/hubSession';
import { MarkBook } from '../marks/markBook';
import { recordedMarks } from '../marks/recordedMarks';
import type { NoticeBoard } from '../noticeBoard';
import { Recorder, type RecorderOptions } from '../recorder/recorder';
import { LookBack } from './lookBack';
import { MarketPipeline } from './marketPipeline';
import type { Predecessor } from './predecessor';
import { RestartHole } from './restartHole';
import { VenueMeter } from './venueMeter';

export interface FigureLogRequest {
  readonly windowMs: number;
  readonly onSecond: (asOfMs: number, figures: readonly Figure[]) => void;
}

export interface LiveMarketOptions {
  readonly feed: MarketFeed;
  readonly assets: readonly string[];
  /** The market to go on from; the hole until now becomes a gap. */
  readonly predecessor?: Predecessor | null;
  /** The machine's: the disk and its sessions go by it, whatever time it is in the market. */
  readonly clock: Clock;
  /** Is asked for another speed by windows; it answers by `setSpeed`. Left out where nobody may change it. */
  readonly changeSpeed?: (speed: number) => Promise<Result<void>>;
  readonly notices: NoticeBoard;
  readonly recording: Pick<
    RecorderOptions,
    'store' | 'appVersion' | 'limits' | 'freeDiskBytes' | 'onStatus' | 'file'
  >;
  readonly figureLog?: FigureLogRequest;
  /** Market time between two checkpoints of the session, where it is not the usual. */
  readonly checkpointEveryMs?: number;
  /** Told after each batch has been taken. */
  readonly onBatch?: (events: readonly MarketEvent[], marketTimeMs: number) => void;
}

export class LiveMarket {
  readonly recorder: Recorder;
  readonly model: MarketModel;
  readonly session: HubSession;
  readonly #notices: NoticeBoard;
  readonly #feed: LiveFeed;
  readonly #pipeline: MarketPipeline;
  readonly #player: LivePlayer;
  readonly #pace: FeedPace | undefined;
  readonly #selection: Selection;
  readonly #labels: LabelTruth[] = [];
  #overview: OverviewFold | undefined;

  constructor(options: LiveMarketOptions) {
    const { assets, predecessor, notices } = options;
    const { sources, clock, feed, pace } = options.feed;
    this.#pace = pace;
    this.#notices = notices;
    const instruments = predecessor?.instruments ?? new InstrumentTable();
    const venues = sources.map((source) => source.venue);
    const title = titleOf(assets, venues);
    const meter = new VenueMeter(clock, instruments, pace);
    this.#selection = { assets, venues: venues.map((venue) => venue.id), streams: STREAMS };
    this.model = predecessor?.model ?? new MarketModel({ instruments, venues });
    const hole = predecessor && new RestartHole(predecessor.endMs, instruments, venues);
    this.#player = new LivePlayer({
      id: LIVE_SESSION,
      title,
      model: this.model,
      ...(pace === undefined || options.changeSpeed === undefined
        ? {}
        : { pace, changeSpeed: options.changeSpeed }),
    });
    this.#player.attach(({ events, nowMs, range }) => {
      // Before the first market time the session has no beginning yet.
      if (nowMs === null) return;
      this.#overview ??= new OverviewFold(instruments, range.fromMs);
      this.#overview.take(events);
    });
    this.recorder = new Recorder({
      ...options.recording,
      clock: options.clock,
      instruments,
      notices,
      describe: () => ({ title, feed, venues }),
      onSession: () => this.#seedSession(),
    });
    this.#feed = new LiveFeed({
      sources,
      clock,
      // A market with a clock of its own waits for who watches it: nothing of it is missed in a sleep.
      watchesSleep: clock === options.clock,
      instruments,
      onBatch: (events) => {
        meter.note(events);
        this.#pipeline.take(events);
        const gaps = hole?.gapsAfter(events) ?? [];
        if (gaps.length > 0) {
          this.#feed.stamp(gaps);
          meter.note(gaps);
          this.#pipeline.take(gaps);
        }
        options.onBatch?.(events, this.model.nowMs ?? 0);
      },
      onTruth: (record) => this.#keepTruth(record),
      onSourceFailed: (venue, error) => notices.raise(sourceFailed(venue, error)),
      onSourceRecovered: (venue) => notices.clear(failureNotice(venue)),
    });
    this.#pipeline = new MarketPipeline({
      model: this.model,
      player: this.#player,
      recorder: this.recorder,
      stamp: (events) => this.#feed.stamp(events),
      checkpointEveryMs: options.checkpointEveryMs,
      figureLog:
        options.figureLog &&
        new FigureLog(this.model, options.figureLog.windowMs, options.figureLog.onSecond),
    });
    const lookBack = new LookBack({ sources, instruments, market: this.model });
    this.session = {
      player: this.#player,
      market: this.model,
      instruments,
      venues,
      gaps: () => this.model.gaps(),
      venueStats: (venue) => ({ ...meter.stats(venue), refused: this.#feed.refusedOf(venue) }),
      streamStats: (venue, stream) => meter.streamStats(venue, stream),
      marks: new MarkBook(recordedMarks(this.recorder), options.clock),
      overview: () => this.#overview,
      loadOlder: (request) => lookBack.load(request),
    };
  }

  /** Starts listening. Recording is started by `recorder.start()`, before or after. */
  start(): void {
    this.#feed.start(this.#selection);
  }

  /** Only of a feed that has a pace. */
  setSpeed(speed: number): void {
    this.#pace?.setSpeed(speed);
  }

  /** The machine goes to sleep, and wakes. */
  sleep(): void {
    this.#feed.sleep();
  }

  wake(): void {
    this.#feed.wake();
  }

  /** Stops listening, then completes the session being recorded. */
  async close(): Promise<void> {
    await this.#feed.stop();
    this.#pipeline.finish();
    await this.recorder.stop();
    await this.#player.close();
    for (const venue of this.#selection.venues) this.#notices.clear(failureNotice(venue));
  }

  #keepTruth(record: TruthRecord): void {
    if (record.kind === 'label') this.#labels.push(record);
    this.recorder.writeTruth(record);
  }

  #seedSession(): void {
    // What the script means concerns every session of this market, also those that begin later.
    for (const label of this.#labels) this.recorder.writeTruth(label);
    const seed = this.#pipeline.seed();
    if (seed === null) return;
    this.recorder.write(seed.candles);
    this.recorder.appendCheckpoint(seed.checkpoint);
  }
}

function titleOf(assets: readonly string[], venues: readonly VenueInfo[]): string {
  const listed = assets.filter((asset) => asset !== UNLISTED_ASSETS);
  return `${isSimulated(venues) ? 'Simulated' : 'Live'} ${listed.join(' ')}`;
}

function failureNotice(venue: VenueId): string {
  return `venue-failed-${venue}`;
}

function sourceFailed(venue: VenueId, error: unknown) {
  return {
    id: failureNotice(venue),
    severity: 'error' as const,
    title: `${venue} stopped and is started again`,
    detail: error instanceof Error ? error.message : String(error),
    hint: 'When it goes on, leave the venue out in the settings and report the error.',
  };
}

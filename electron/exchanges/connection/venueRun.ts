/**
 * One run of a venue: from the list of instruments to the abort signal.
 *
 * Invariants:
 * - What reaches the sink is valid: known instrument, possible time, no duplicate trade, no NaN.
 * - Every interruption ends in gap events; live streams never wait for REST.
 */
import type { EventSink, OlderCandles, OlderCandlesRequest, Selection } from '../../../shared/feed/source';
import type { MarketEvent, TradeEvent } from '../../../shared/model/events';
import type { InstrumentSpec } from '../../../shared/model/instrument';
import { InstrumentScale } from '../../../shared/model/instrumentScale';
import { fail, type Result } from '../../../shared/model/result';
import type { Stream, VenueInfo } from '../../../shared/model/venue';
import { BookKeeper } from '../book/bookKeeper';
import type { BookChange } from '../book/orderBook';
import { gapEvent } from '../frames/events';
import { FrameProblems } from '../frames/frameProblems';
import { hasPlainNames } from '../frames/instrumentSpec';
import { ConsecutiveTrades } from '../trades/consecutiveTrades';
import { RecentKeys } from '../trades/recentKeys';
import { RecentTrades } from '../trades/recentTrades';
import type { TradeGap, TradeKeeper } from '../trades/tradeKeeper';
import type { Timing, VenueOptions } from '../venueOptions';
import type { FrameTarget, LaneSpec, VenueProtocol } from '../venueProtocol';
import { Backoff } from './backoff';
import { CandleHistory } from './candleHistory';
import { Lane } from './lane';
import type { LaneState, LostSpan } from './laneState';
import { type Channel, createMarket, type Market } from './market';
import { OpenInterestPoll } from './openInterestPoll';
import { PRIORITY, RestQueue } from './restQueue';
import { SilenceWatch } from './silenceWatch';
import { VenueHealth } from './venueHealth';
import type { VenueMemory } from './venueMemory';

/** Streams that may rightly say nothing for hours. */
const QUIET: ReadonlySet<Stream> = new Set(['liquidations']);
const LIQUIDATION_MESSAGES_KEPT = 500;
const INSTRUMENTS_RETRY_MS = 30_000;

export interface VenueRunOptions extends VenueOptions {
  readonly info: VenueInfo;
  readonly protocol: VenueProtocol;
  readonly timing: Timing;
  readonly memory: VenueMemory;
  readonly selection: Selection;
  readonly sink: EventSink;
  readonly signal: AbortSignal;
}

export class VenueRun {
  readonly #options: VenueRunOptions;
  readonly #streams: readonly Stream[];
  readonly #health: VenueHealth;
  readonly #problems: FrameProblems;
  readonly #queue: RestQueue;
  readonly #silence: SilenceWatch<Channel>;
  readonly #trades: TradeKeeper;
  readonly #books: BookKeeper;
  readonly #history: CandleHistory;
  readonly #markets = new Map<string, Market>();
  readonly #lanes: { readonly spec: LaneSpec; readonly lane: Lane; readonly state: LaneState }[] = [];
  readonly #laneOfStream = new Map<Stream, LaneState>();
  readonly #liquidationMessages = new RecentKeys(LIQUIDATION_MESSAGES_KEPT);
  readonly #timers = new Set<() => void>();
  /** Read once per message. */
  #nowMonotonicMs = 0;
  #nowWallMs = 0;

  constructor(options: VenueRunOptions) {
    const { info, protocol, timing, memory, selection, sink, clock, random, backfill } = options;
    this.#options = options;
    this.#streams = info.streams.filter((stream) => selection.streams.includes(stream));
    this.#health = new VenueHealth(info.id, sink);
    this.#problems = new FrameProblems(clock, timing.problemsEveryMs, (text) =>
      this.#health.note('frames', text),
    );
    this.#queue = new RestQueue({
      venueTitle: info.title,
      clock,
      random,
      retryMs: timing.restRetryMs,
      report: (text) => this.#health.note('rest', text),
    });
    this.#silence = new SilenceWatch(timing.silenceMinMs, timing.silenceMaxMs);
    this.#history = new CandleHistory({
      queue: this.#queue,
      protocol,
      emit: (market, candle) => this.#emitNow('candles', market, candle),
    });
    this.#books = new BookKeeper({
      clock,
      queue: this.#queue,
      everyMs: timing.bookEveryMs,
      fetchSnapshot: protocol.bookSnapshot,
      resubscribe: (market) => this.#resubscribeBook(market),
      emit: (market, event) => this.#emitLive('book', market, event),
      outOfStep: (_market, reason) => this.#health.stream('book', 'connecting', reason),
    });
    const common = {
      queue: this.#queue,
      backfill,
      emit: (trade: TradeEvent) => sink.emit(trade),
      gap: (market: Market, gap: TradeGap) => this.#tradeGap(market, gap),
    };
    const { trades } = protocol;
    this.#trades =
      trades.ids === 'consecutive'
        ? new ConsecutiveTrades({
            ...common,
            clock,
            reorderGraceMs: timing.reorderGraceMs,
            since: trades.since,
            accounts: memory.consecutive,
          })
        : new RecentTrades({
            ...common,
            latest: trades.latest,
            markets: () => this.#markets.values(),
            marketNowMs: () => memory.time.nowMs,
            accounts: memory.recent,
          });
  }

  /** Resolves after the abort, when the sockets are closed; rejects at once when starting has met a bug. */
  async run(): Promise<void> {
    const { signal, protocol } = this.#options;
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const started = this.#start();
    try {
      await Promise.race([aborted, started.then(() => aborted)]);
    } finally {
      this.#stop();
      await started.catch(() => {});
      await protocol.tap.close();
    }
  }

  /** See `LiveSource.loadOlder`. */
  async loadOlder({ instrumentId, interval, range }: OlderCandlesRequest): Promise<Result<OlderCandles>> {
    const market = [...this.#markets.values()].find(({ scale }) => scale.spec.id === instrumentId);
    if (market !== undefined) return this.#history.older(market, interval, range);
    return fail('unknown-instrument', `${this.#options.info.title} does not listen to ${instrumentId}.`);
  }

  async #start(): Promise<void> {
    const specs = await this.#findInstruments();
    if (specs.length === 0 || this.#options.signal.aborted) return;
    for (const spec of specs) {
      const scale = new InstrumentScale(this.#options.sink.instruments, spec);
      this.#markets.set(spec.symbol, createMarket(scale, this.#streams));
    }
    this.#trades.lost('the feed was restarted');
    for (const spec of this.#options.protocol.lanes(this.#streams)) this.#openLane(spec);
    this.#every(this.#options.timing.watchEveryMs, () => this.#lookForSilence());
    this.#startPolls();
    if (this.#streams.includes('candles')) await this.#loadHistory();
  }

  /** Asks until there is an answer; tells about assets that are not traded here. Empty after the abort. */
  async #findInstruments(): Promise<readonly InstrumentSpec[]> {
    const { protocol, selection, signal } = this.#options;
    this.#health.connection('instruments', 'connecting', 'asking for the list of instruments');
    while (!signal.aborted) {
      const answer = await this.#queue.run(PRIORITY.instruments, 'list of instruments', () =>
        protocol.instruments(selection.assets),
      );
      if (answer.ok) {
        const specs = answer.value.filter(hasPlainNames);
        const unfit = answer.value.length - specs.length;
        if (unfit > 0) this.#health.note('names', `left out ${unfit} with a name that cannot be shown`);
        const found = new Set(answer.value.map((spec) => spec.asset));
        const missing = selection.assets.filter((asset) => !found.has(asset));
        if (missing.length > 0)
          this.#health.note('assets', `${missing.join(', ')} not traded here in dollars`);
        if (specs.length === 0) this.#health.connection('instruments', 'down', 'none of the chosen assets');
        else this.#health.connectionDone('instruments');
        return specs;
      }
      if (answer.error.code === 'cancelled') break;
      this.#health.connection('instruments', 'down', answer.error.message);
      await this.#pause(INSTRUMENTS_RETRY_MS);
    }
    return [];
  }

  #openLane(spec: LaneSpec): void {
    const { info, protocol, memory, clock, random, timing } = this.#options;
    const state = memory.lane(spec.name, spec.streams);
    state.onGap((span) => this.#laneGap(span));
    const target = this.#target();
    const lane = new Lane({
      url: spec.url,
      tap: protocol.tap,
      clock,
      backoff: new Backoff(timing.backoffMinMs, timing.backoffMaxMs, random),
      subscriptions: protocol.subscriptions(spec, [...this.#markets.keys()]),
      onFrame: (frame) => {
        this.#nowMonotonicMs = clock.monotonicMs();
        this.#nowWallMs = clock.wallMs();
        try {
          protocol.read(frame, target);
        } catch {
          // No frame, however strange, may end the feed.
          this.#problems.add('malformed');
        }
      },
      onUp: () => this.#laneUp(spec),
      onLost: (reason) => this.#laneLost(spec, state, reason),
      onState: (laneState, reason) => this.#health.connection(spec.name, laneState, reason),
    });
    this.#lanes.push({ spec, lane, state });
    for (const stream of spec.streams) {
      this.#laneOfStream.set(stream, state);
      this.#health.stream(stream, 'connecting', `subscribing at ${info.title}`);
    }
    target.pong = () => lane.gotPong();
    lane.start();
  }

  #laneUp(spec: LaneSpec): void {
    if (spec.streams.includes('book')) this.#books.reset();
    if (spec.streams.includes('trades')) this.#trades.resumed();
    for (const stream of spec.streams) if (QUIET.has(stream)) this.#health.stream(stream, 'live');
  }

  #laneLost(spec: LaneSpec, state: LaneState, reason: string): void {
    state.lost(reason, this.#options.clock.monotonicMs());
    if (spec.streams.includes('trades')) this.#trades.lost(reason);
    this.#silence.rest((channel) => spec.streams.includes(channel.stream));
    for (const stream of spec.streams) this.#health.stream(stream, 'reconnecting', reason);
  }

  #stop(): void {
    const nowMs = this.#options.clock.monotonicMs();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    this.#queue.stop();
    this.#problems.stop();
    for (const { lane } of this.#lanes) lane.stop();
    this.#trades.stop();
    for (const { state } of this.#lanes) state.end(nowMs);
    for (const stream of this.#streams) this.#health.stream(stream, 'stopped');
    this.#health.stopped();
  }

  /** What frames are read into; one per lane, because only a lane can take a pong. */
  #target(): FrameTarget & { pong: () => void } {
    return {
      market: (symbol) => this.#markets.get(symbol as string),
      trade: (market, event, key) => this.#takeTrade(market, event, key),
      event: (stream, market, event) => this.#takeEvent(stream, market, event),
      liquidations: (key, items) => this.#takeLiquidations(key, items),
      bookChange: (market, change) => this.#takeBookChange(market, change),
      bookSnapshot: (market, snapshot) => this.#books.snapshot(market, snapshot),
      problem: (problem) => this.#problems.add(problem),
      refused: (text) => this.#health.note('refused', text),
      pong: () => {},
    };
  }

  #takeTrade(market: Market, event: TradeEvent, key: string): void {
    if (!this.#isPossible(event.exchangeTimeMs)) return;
    const verdict = this.#trades.take(market, event, key);
    if (verdict !== 'new') this.#problems.add(verdict);
    if (verdict !== 'duplicate') this.#emitLive('trades', market, event);
  }

  #takeEvent(stream: Stream, market: Market, event: MarketEvent): void {
    if (this.#isPossible(event.exchangeTimeMs)) this.#emitLive(stream, market, event);
  }

  #takeLiquidations(key: string, items: readonly { market: Market; event: MarketEvent }[]): void {
    if (!this.#liquidationMessages.add(key)) this.#problems.add('duplicate');
    else for (const { market, event } of items) this.#takeEvent('liquidations', market, event);
  }

  #takeBookChange(market: Market, change: BookChange): void {
    if (!this.#isPossible(change.timeMs)) return;
    this.#arrived('book', market, change.timeMs);
    this.#books.change(market, change);
  }

  #isPossible(exchangeTimeMs: number): boolean {
    if (this.#options.memory.time.accept(exchangeTimeMs, this.#nowWallMs)) return true;
    this.#problems.add('impossibleTime');
    return false;
  }

  /** Something came over a socket. */
  #emitLive(stream: Stream, market: Market, event: MarketEvent): void {
    if (stream !== 'book') this.#arrived(stream, market, event.exchangeTimeMs);
    this.#emitNow(stream, market, event);
  }

  #arrived(stream: Stream, market: Market, exchangeTimeMs: number): void {
    this.#laneOfStream.get(stream)?.arrived(exchangeTimeMs);
    const channel = market.channels.get(stream);
    if (channel !== undefined && !QUIET.has(stream)) {
      this.#silence.arrived(channel, this.#nowMonotonicMs, exchangeTimeMs);
    }
  }

  #emitNow(stream: Stream, _market: Market, event: MarketEvent): void {
    if (event.exchangeTimeMs !== 0) this.#health.streamIsLive(stream);
    this.#options.sink.emit(event);
  }

  #laneGap({ stream, fromMs, toMs, reason }: LostSpan): void {
    const { info, sink, backfill } = this.#options;
    // Trades prove themselves by their ids, or by the overlap with the venue's history.
    if (stream === 'trades') return;
    const gap = { venue: info.id, stream, fromMs, toMs, reason, missing: null };
    if (stream !== 'candles' || !backfill || this.#options.signal.aborted) {
      sink.emit(gapEvent({ ...gap, filled: false }));
      return;
    }
    const markets = [...this.#markets.values()];
    void Promise.all(markets.map((market) => this.#history.since(market, fromMs, toMs))).then((results) =>
      sink.emit(gapEvent({ ...gap, filled: results.every((result) => result.ok) })),
    );
  }

  #tradeGap(market: Market, gap: TradeGap): void {
    const { info, sink } = this.#options;
    sink.emit(gapEvent({ ...gap, venue: info.id, stream: 'trades', instrument: market.scale.index }));
  }

  #lookForSilence(): void {
    for (const { key, silentMs, sinceMarketMs } of this.#silence.findSilent(
      this.#options.clock.monotonicMs(),
    )) {
      const found = this.#lanes.find(({ spec }) => spec.streams.includes(key.stream));
      if (found === undefined) continue;
      const reason = `no ${key.stream} of ${key.symbol} for ${Math.round(silentMs / 1000)} s`;
      found.state.silent(key.stream, sinceMarketMs);
      this.#health.stream(key.stream, 'stale', reason);
      found.lane.restart(reason);
    }
  }

  #resubscribeBook(market: Market): void {
    const messages = this.#options.protocol.bookResubscription?.(market) ?? [];
    const found = this.#lanes.find(({ spec }) => spec.streams.includes('book'));
    for (const message of messages) found?.lane.send(message);
  }

  #startPolls(): void {
    const { protocol, timing, sink } = this.#options;
    const ask = protocol.openInterest;
    if (ask === undefined || !this.#streams.includes('openInterest')) return;
    const poll = new OpenInterestPoll({
      queue: this.#queue,
      markets: [...this.#markets.values()],
      ask,
      emit: (event) => {
        this.#health.streamIsLive('openInterest');
        sink.emit(event);
      },
      failed: (reason) => this.#health.stream('openInterest', 'stale', reason),
    });
    poll.ask();
    this.#every(timing.openInterestEveryMs, () => poll.ask());
  }

  async #loadHistory(): Promise<void> {
    const result = await this.#history.load([...this.#markets.values()]);
    if (result.ok || result.error.code === 'cancelled') return;
    this.#health.note('history', `candle history is incomplete: ${result.error.message}`);
  }

  #every(periodMs: number, task: () => void): void {
    const { clock } = this.#options;
    let cancel = () => {};
    const again = () => {
      this.#timers.delete(cancel);
      cancel = clock.schedule(periodMs, () => {
        task();
        again();
      });
      this.#timers.add(cancel);
    };
    again();
  }

  /** Resolves after the span, at once when the run is stopped. */
  #pause(delayMs: number): Promise<void> {
    const { clock, signal } = this.#options;
    return new Promise((resolve) => {
      const cancel = clock.schedule(delayMs, resolve);
      signal.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }
}

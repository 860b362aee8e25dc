/**
 * An engine with synthetic values behind the real contract: real links, real encoding, real credit. Time only
 * moves by `advance`. Deterministic; never shipped.
 */
import {
  type CallParams,
  LIVE_SESSION,
  type TopicParams,
  type TopicRequest,
} from '../../shared/contract/api';
import type { Bookmark } from '../../shared/contract/bookmarks';
import type { ExportRequest } from '../../shared/contract/exports';
import type { StudyFrame } from '../../shared/contract/frames';
import type { ImportJob } from '../../shared/contract/imports';
import type { LibraryState } from '../../shared/contract/library';
import type { Link } from '../../shared/contract/link';
import { mergeSettings } from '../../shared/contract/mergeSettings';
import { type EngineService, type Outlet, serveEngine } from '../../shared/contract/serveEngine';
import {
  defaultSettings,
  type Health,
  type Notice,
  type Overview,
  type Scenario,
  type SessionSummary,
  type Settings,
  type Transport,
} from '../../shared/contract/values';
import { framePush, type Push, valuePush } from '../../shared/contract/wire';
import type { PlayerCommand } from '../../shared/feed/player';
import type { Figure } from '../../shared/model/figure';
import { fail, ok } from '../../shared/model/result';
import { emptyStructure, type MarketStructure } from '../../shared/model/structure';
import { HOUR_MS, intervalMs, MINUTE_MS } from '../../shared/model/time';
import { ALL_ASSETS, figureIds } from '../stores/figureIds';
import {
  ASSETS,
  assetOf,
  barsFrame,
  type FakeBar,
  fakeBars,
  fakeDescription,
  fakeTapeRow,
  figure,
  type Random,
  seeded,
  tapeFrame,
} from './fakeMarket.testkit';
import { FAKE_NOW_MS, replayTransport, SAVED_SESSION, savedSession } from './fakeSession.testkit';

export { FAKE_NOW_MS, SAVED_SESSION };

interface Open {
  readonly request: TopicRequest;
  readonly outlet: Outlet;
  started: boolean;
  bars: FakeBar[];
}

/** Timers fire as soon as everything queued before them is done. */
export const soon = (_delayMs: number, task: () => void) => {
  const timer = setImmediate(task);
  return () => clearImmediate(timer);
};

export class FakeEngine {
  readonly commands: PlayerCommand[] = [];
  readonly patches: unknown[] = [];
  readonly exported: ExportRequest[] = [];
  nowMs = FAKE_NOW_MS;
  settings: Settings = defaultSettings;
  /** The running feed, and with it the saved session, is of a simulated market. */
  simulated = false;
  scenarios: Scenario[] = [];
  restarts = 0;
  offered: string[] = [];
  notices: Notice[] = [];
  importJobs: ImportJob[] = [];
  library: LibraryState = { folder: '/data/sessions', move: null };
  /** What the window asked for: files to look at, titles to import under, history to download. */
  readonly surveyed: CallParams<'surveyImport'>['files'][] = [];
  readonly imported: string[] = [];
  readonly downloads: CallParams<'downloadHistory'>[] = [];
  venueState: Health['venues'][number]['state'] = 'live';
  sessions: SessionSummary[] = [savedSession()];
  readonly deleted: SessionSummary[] = [];
  /** Ids of the saved sessions that are open. */
  readonly replays = new Set<string>();
  replay: Transport = replayTransport();
  bookmarks: Bookmark[] = [];
  /** What every asset is said to show; null is nothing. */
  structure: MarketStructure | null = null;
  readonly deletedBookmarks: Bookmark[] = [];
  #marks = 0;
  completeness: Figure['completeness'] = 'lowerBound';
  /** Rows each push of a tape adds; null for one now and then. */
  rowsPerPush: number | null = null;
  readonly #open = new Set<Open>();
  readonly #random: Random = seeded(7);
  #seq = 1;

  serve(link: Link): void {
    serveEngine(link, this.#service(), {
      appVersion: '0.1.0',
      dataDir: 'data',
      onFault: (error) => {
        throw error;
      },
    });
  }

  /** What windows are subscribed to at the moment. */
  get watched(): readonly TopicRequest[] {
    return [...this.#open].map(({ request }) => request);
  }

  /** Lets market time pass and pushes what changed. */
  advance(byMs: number): void {
    this.nowMs += byMs;
    if (this.replay.state === 'playing')
      this.replay = { ...this.replay, nowMs: (this.replay.nowMs ?? 0) + byMs * this.replay.speed };
    for (const open of this.#open) if (open.outlet.ready()) this.#push(open);
  }

  #service(): EngineService {
    return {
      calls: {
        describeSession: () => ok(fakeDescription('Live')),
        listSessions: () => ok(this.sessions),
        openSession: ({ id }) =>
          this.sessions.some((one) => one.id === id)
            ? ok({ session: id, isNew: this.#isNewReplay(id) })
            : fail('unknown-session', `There is no session "${id}".`),
        closeSession: ({ session }) => {
          this.replays.delete(session);
          return ok(null);
        },
        control: ({ command }) => {
          this.commands.push(command);
          this.#obey(command);
          this.advance(0);
          return ok(null);
        },
        loadOlder: () => ok({ candles: 0, end: 'venue' }),
        renameSession: ({ id, title }) => {
          this.sessions = this.sessions.map((one) => (one.id === id ? { ...one, title } : one));
          this.advance(0);
          return ok(null);
        },
        writeBrief: ({ format, atMs }) => ok({ text: `a brief in ${format}`, asOfMs: atMs ?? 0 }),
        labelSession: ({ id, tags, pinned }) => {
          this.sessions = this.sessions.map((one) =>
            one.id === id ? { ...one, tags: tags ?? one.tags, pinned: pinned ?? one.pinned } : one,
          );
          this.advance(0);
          return ok(null);
        },
        exportSession: (request) => {
          this.exported.push(request);
          return ok(null);
        },
        cancelExport: () => ok(null),
        moveLibrary: ({ folder }) => {
          if (folder === 'refused') return fail('not-allowed', 'refused is not empty.');
          this.library = { folder, move: null };
          this.advance(0);
          return ok(null);
        },
        cancelMove: () => ok(null),
        deleteSession: ({ id }) => {
          this.deleted.push(...this.sessions.filter((one) => one.id === id));
          this.sessions = this.sessions.filter((one) => one.id !== id);
          this.advance(0);
          return ok(null);
        },
        restoreSession: ({ id }) => {
          this.sessions = [...this.sessions, ...this.deleted.filter((one) => one.id === id)];
          this.advance(0);
          return ok(null);
        },
        addBookmark: ({ bookmark }) =>
          this.#keepBookmark({ ...bookmark, id: `mark-${++this.#marks}`, createdMs: this.nowMs }),
        editBookmark: ({ id, change }) => {
          const before = this.bookmarks.find((one) => one.id === id);
          if (before === undefined) return fail('bad-argument', 'There is no such bookmark any more.');
          const given = Object.entries(change).filter(([, field]) => field !== undefined);
          return this.#keepBookmark({ ...before, ...Object.fromEntries(given) });
        },
        deleteBookmark: ({ id }) => {
          this.deletedBookmarks.push(...this.bookmarks.filter((one) => one.id === id));
          this.bookmarks = this.bookmarks.filter((one) => one.id !== id);
          this.advance(0);
          return ok(null);
        },
        restoreBookmark: ({ id }) => {
          this.bookmarks = [...this.bookmarks, ...this.deletedBookmarks.filter((one) => one.id === id)];
          this.advance(0);
          return ok(null);
        },
        surveyImport: ({ files }) => {
          this.surveyed.push(files);
          return ok({ job: this.importJobs[0]?.id ?? 'job' });
        },
        startImport: ({ title }) => {
          this.imported.push(title);
          return ok(null);
        },
        cancelImport: ({ job }) => {
          this.importJobs = this.importJobs.filter(({ id }) => id !== job);
          this.advance(0);
          return ok(null);
        },
        downloadHistory: (request) => {
          this.downloads.push(request);
          return ok({ job: 'job' });
        },
        listScenarios: () => ok([...this.scenarios]),
        restartFeed: () => {
          this.restarts++;
          return ok(null);
        },
        listVenues: () => ok(fakeDescription('Live').venues),
        startRecording: () => ok(this.#recorder()),
        stopRecording: () => ok({ ...this.#recorder(), state: 'stopped' }),
        getSettings: () => ok(this.settings),
        patchSettings: (patch) => {
          this.patches.push(patch);
          this.settings = mergeSettings(this.settings, patch);
          return ok(this.settings);
        },
        setVisible: () => ok(null),
      },
      subscribe: (request, outlet) => {
        const open: Open = { request, outlet, started: false, bars: [] };
        this.#open.add(open);
        queueMicrotask(() => this.#open.has(open) && this.#push(open));
        return ok({
          acknowledged: () => undefined,
          stop: () => {
            this.#open.delete(open);
          },
        });
      },
    };
  }

  /** A study that has no values yet. */
  #study(first: boolean): StudyFrame {
    const mode = first ? 'snapshot' : 'update';
    return {
      type: 'study',
      epoch: this.replay.epoch,
      mode,
      openTimeMs: new Float64Array(),
      lines: [],
      values: [],
    };
  }

  #keepBookmark(bookmark: Bookmark) {
    this.bookmarks = [...this.bookmarks.filter(({ id }) => id !== bookmark.id), bookmark];
    this.advance(0);
    return ok(bookmark);
  }

  #isNewReplay(id: string): boolean {
    const isNew = !this.replays.has(id);
    this.replays.add(id);
    return isNew;
  }

  #obey(command: PlayerCommand): void {
    const { replay } = this;
    if (command.type === 'play') this.replay = { ...replay, state: 'playing' };
    if (command.type === 'pause') this.replay = { ...replay, state: 'ready' };
    if (command.type === 'seek') this.replay = { ...replay, nowMs: command.timeMs };
    if (command.type === 'loop') this.replay = { ...replay, loop: command.loop };
    if (command.type === 'speed') this.replay = { ...replay, speed: command.speed };
  }

  #push(open: Open): void {
    open.outlet.push(this.#payload(open));
  }

  #payload(open: Open): Push {
    const { request } = open;
    const first = !open.started;
    open.started = true;
    switch (request.topic) {
      case 'bars':
        return framePush(this.#bars(open, request.params, first));
      case 'studies':
        return framePush(this.#study(first));
      case 'structure':
        return valuePush('structure', {
          epoch: this.replay.epoch,
          structure: this.structure ?? emptyStructure(request.params.asset),
        });
      case 'trades':
        return framePush(this.#tape(first, request.params.instrumentId));
      case 'liquidations':
        return framePush(this.#tape(first, undefined));
      case 'transport': {
        const live = request.params.session === LIVE_SESSION;
        return valuePush('transport', live ? this.#live() : this.replay);
      }
      case 'figures': {
        const figures = this.#figures(request.params.windowMs).map((one) => ({
          ...one,
          venues: [...one.venues],
        }));
        return valuePush('figures', { epoch: 1, nowMs: this.nowMs, figures });
      }
      case 'sparks':
        return valuePush('sparks', { epoch: 1, lines: request.params.instrumentIds.map(fakeSpark) });
      case 'overview':
        return valuePush('overview', this.#overview());
      case 'bookmarks':
        return valuePush('bookmarks', { bookmarks: this.bookmarks, failure: null });
      case 'health':
        return valuePush('health', this.#health());
      case 'recorder':
        return valuePush('recorder', this.#recorder());
      case 'sessions':
        return valuePush('sessions', this.sessions);
      case 'library':
        return valuePush('library', this.library);
      case 'exports':
        return valuePush('exports', null);
      case 'importJobs':
        return valuePush('importJobs', this.importJobs);
      case 'notices':
        return valuePush('notices', this.notices);
      case 'feedOffer':
        return valuePush('feedOffer', { venues: this.offered });
      case 'settings':
        return valuePush('settings', this.settings);
    }
  }

  #bars(open: Open, params: TopicParams<'bars'>, first: boolean) {
    const lengthMs = intervalMs(params.interval);
    if (first) {
      open.bars = fakeBars(assetOf(params.instrumentId), 900, lengthMs, this.nowMs, 42);
      return barsFrame(open.bars, 'snapshot', 1);
    }
    const last = open.bars.at(-1);
    if (last === undefined) return barsFrame([], 'update', 1);
    const openTime = Math.floor(this.nowMs / lengthMs) * lengthMs;
    if (openTime > last.time) {
      open.bars.push({
        ...last,
        time: openTime,
        open: last.close,
        high: last.close,
        low: last.close,
        volume: 0,
        buy: 0,
        shorts: 0,
        longs: 0,
      });
    }
    const bar = open.bars.at(-1) ?? last;
    bar.close *= 1 + (this.#random() - 0.5) * 0.0004;
    bar.high = Math.max(bar.high, bar.close);
    bar.low = Math.min(bar.low, bar.close);
    bar.volume += this.#random();
    bar.shorts += this.#random() * 20_000;
    return barsFrame([bar], 'update', 1);
  }

  #tape(first: boolean, instrumentId: string | undefined) {
    const count = first ? 120 : (this.rowsPerPush ?? (this.#random() < 0.5 ? 1 : 0));
    const rows = Array.from({ length: count }, (_, index) =>
      fakeTapeRow(this.#seq++, this.nowMs - (first ? (count - index) * 1700 : 0), this.#random, instrumentId),
    );
    return tapeFrame(rows, first ? 'snapshot' : 'update');
  }

  #figures(windowMs: number): Figure[] {
    const share = windowMs / (24 * HOUR_MS);
    const totals: Readonly<Record<string, readonly [number, number]>> = {
      BTC: [343e6, 39e6],
      ETH: [207e6, 24e6],
      SOL: [27e6, 6e6],
      XRP: [18e6, 3e6],
    };
    const known = (id: string, value: number) =>
      figure(id, this.completeness === 'missing' ? null : value * share ** 0.6, {
        asOfMs: this.nowMs,
        completeness: this.completeness,
      });
    const sides = (asset: string, short: number, long: number) => [
      known(figureIds.liquidations(asset, 'total'), short + long),
      known(figureIds.liquidations(asset, 'short'), short),
      known(figureIds.liquidations(asset, 'long'), long),
      figure(
        figureIds.liquidations(asset, 'shareShort'),
        this.completeness === 'missing' ? null : short / (short + long),
        {
          unit: 'fraction',
        },
      ),
    ];
    const prices = ASSETS.flatMap((asset, index) => {
      const id = `binanceusdm:${asset}USDT`;
      const price = [96_812.4, 3_341.1, 146.82, 2.1504][index] ?? 1;
      const change = [4.83, 5.12, -3.4, 3.98][index] ?? 0;
      return [
        figure(figureIds.price(id), price, { unit: 'price' }),
        figure(figureIds.change24h(id), change, { unit: 'percent' }),
      ];
    });
    return [
      ...sides(ALL_ASSETS, 595e6, 72e6),
      ...ASSETS.flatMap((asset) => sides(asset, totals[asset]?.[0] ?? 0, totals[asset]?.[1] ?? 0)),
      ...prices,
    ];
  }

  #live(): Transport {
    const fromMs = FAKE_NOW_MS - 6.7 * HOUR_MS;
    return {
      session: LIVE_SESSION,
      kind: 'live',
      title: 'Live',
      state: 'playing',
      epoch: 1,
      nowMs: this.nowMs,
      range: { fromMs, toMs: this.nowMs },
      speed: this.settings.simulation.speed,
      loop: null,
      capabilities: this.simulated ? ['speed'] : [],
      gaps: [{ fromMs: FAKE_NOW_MS - 71 * MINUTE_MS, toMs: FAKE_NOW_MS - 64 * MINUTE_MS }],
      failure: null,
      simulated: this.simulated,
    };
  }

  #overview(): Overview {
    const columns = 200;
    const fromMs = FAKE_NOW_MS - 19 * HOUR_MS;
    return {
      epoch: 1,
      fromMs,
      bucketMs: (19 * HOUR_MS) / columns,
      close: Array.from({ length: columns }, (_, column) => 96_000 + 900 * Math.sin(column / 17)),
      shortsUsd: Array.from({ length: columns }, (_, column) => (column % 9 === 0 ? 2e6 : 0)),
      longsUsd: Array.from({ length: columns }, (_, column) => (column % 13 === 0 ? 1e6 : 0)),
    };
  }

  #health(): Health {
    const venue = (id: string, title: string, lagMs: number): Health['venues'][number] => ({
      id,
      title,
      state: this.venueState,
      reason: '',
      lastEventAgeMs: 120,
      lagMs,
      gaps: 0,
      refused: id === 'bybit' ? 3 : 0,
      streams: [{ stream: 'trades', state: this.venueState, reason: '', lastEventAgeMs: 120, gapsToday: 2 }],
    });
    return {
      venues: [
        venue('binance', 'Binance Spot', 31),
        venue('binanceusdm', 'Binance USD-M', 38),
        venue('bybit', 'Bybit', 24),
      ],
    };
  }

  #recorder() {
    return {
      state: 'recording' as const,
      reason: '',
      sessionId: 'now',
      startedAtMs: this.nowMs - 24_072_000,
      bytes: 212_000_000,
      events: 14_203_118,
      writeLagMs: 120,
    };
  }
}

function fakeSpark(instrumentId: string) {
  const closes = Array.from({ length: 97 }, (_, index) => 100 + 5 * Math.sin(index / 11));
  return { instrumentId, fromMs: FAKE_NOW_MS - 24 * HOUR_MS, stepMs: 15 * MINUTE_MS, closes };
}

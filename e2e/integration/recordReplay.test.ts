/**
 * The whole path on real input: recorded exchange frames, over real sockets, through the real ccxt client,
 * the feed, the recorder and the market model into a session file, and back through the replay.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../electron/engine/systemClock';
import { ReplayFold } from '../../shared/feed/replayFold';
import { ReplayPlayer } from '../../shared/feed/replayPlayer';
import type { RecordedSource } from '../../shared/feed/source';
import { FigureLog } from '../../shared/market/figureLog';
import { figuresLine } from '../../shared/market/figureText';
import { MarketModel } from '../../shared/market/marketModel';
import type { MarketEvent } from '../../shared/model/events';
import { InstrumentTable } from '../../shared/model/instrument';
import { DAY_MS } from '../../shared/model/time';
import { startVenue } from '../venue/venue';
import { recordedCapture } from '../venue/venueClients.testkit';
import type { VenueOptions } from '../venue/venueOptions';
import { type Recorded, type RecordRequest, record, tradesOf } from './recording.testkit';

vi.setConfig({ testTimeout: 120_000 });

const USDM = recordedCapture('binance_usdm_BTCUSDT_20240808.log.gz');
const BYBIT = recordedCapture('bybit.jsonl.gz');
const BITCOIN = 'binanceusdm:BTCUSDT';
const USDM_TRADES = 21_313;
const LAST_USDM_ID = 5_266_583_935 + USDM_TRADES - 1;

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const task of cleanUp.splice(0).reverse()) await task();
});

async function recordPlayback(
  options: VenueOptions,
  request: Omit<RecordRequest, 'venue'>,
): Promise<Recorded> {
  const venue = await startVenue(options);
  cleanUp.push(() => venue.close());
  const recorded = await record({ ...request, venue });
  cleanUp.push(() => recorded.close());
  return recorded;
}

/** The model every reader of a session folds its events into. */
function modelOf({ session }: Recorded): MarketModel {
  const { instruments, venues } = session.info;
  return new MarketModel({ instruments: InstrumentTable.from(instruments), venues });
}

/** The session as a source whose owner is the test, not the player. */
function keptOpen(session: RecordedSource): RecordedSource {
  return {
    info: session.info,
    read: (...range) => session.read(...range),
    seqAtTime: (timeMs) => session.seqAtTime(timeMs),
    nearestLiquidation: (seq, direction, minUsd) => session.nearestLiquidation(seq, direction, minUsd),
    checkpointAt: (seq) => session.checkpointAt(seq),
    candlesThrough: (seq) => session.candlesThrough(seq),
    close: async () => {},
  };
}

/** Played from beginning to end, with the figures of every second. */
async function replay(recorded: Recorded): Promise<{ readonly seqs: number[]; readonly figures: string[] }> {
  const model = modelOf(recorded);
  const figures: string[] = [];
  const seqs: number[] = [];
  const log = new FigureLog(model, DAY_MS, (asOfMs, list) =>
    figures.push(figuresLine(asOfMs, DAY_MS, list).trimEnd()),
  );
  const player = new ReplayPlayer({
    id: 'replay',
    source: keptOpen(recorded.session),
    model: {
      get nowMs() {
        return model.nowMs;
      },
      get seq() {
        return model.seq;
      },
      apply(event) {
        log.before(event);
        model.apply(event);
        seqs.push(event.seq);
      },
      restore: (state, candles) => model.restore(state, candles),
      reset: () => model.reset(),
    },
    clock: systemClock,
  });
  const ended = new Promise<void>((resolve) => {
    player.attach(({ state }) => {
      if (state === 'ended') resolve();
    });
  });
  await player.control({ type: 'playToEnd' });
  await ended;
  await player.close();
  return { seqs, figures };
}

/** As a seek goes there: the nearest checkpoint, its candles, and the events since. */
async function seek(recorded: Recorded, timeMs: number): Promise<string> {
  const model = modelOf(recorded);
  const fold = new ReplayFold(recorded.session, model, systemClock);
  await fold.moveTo(await recorded.session.seqAtTime(timeMs), new AbortController().signal, {
    onJump: () => {},
    onApplied: () => {},
  });
  return figuresLine(timeMs, DAY_MS, model.figures({ windowMs: DAY_MS, asOfMs: timeMs })).trimEnd();
}

function expectNoHole(ids: readonly number[]): void {
  const sorted = [...ids].sort((a, b) => a - b);
  expect(sorted.filter((id, index) => index > 0 && id !== (sorted[index - 1] ?? 0) + 1)).toEqual([]);
}

const countTrades = (events: readonly MarketEvent[]) =>
  events.filter((event) => event.kind === 'trade').length;

describe.runIf(USDM !== null)('the USD-M capture at 20×', () => {
  it('is recorded whole across two killed sockets, and replays and seeks to the same figures', async () => {
    const recorded = await recordPlayback(
      {
        play: USDM ?? '',
        speed: 20,
        waitForSubscriptions: ['btcusdt@aggTrade'],
        faults: [
          { name: 'kill', atSeconds: 4 },
          { name: 'kill', atSeconds: 10 },
        ],
      },
      {
        venues: ['binanceusdm'],
        assets: ['BTC'],
        until: (events) => countTrades(events) >= USDM_TRADES,
      },
    );
    const { ids, bought, sold } = tradesOf(recorded, BITCOIN);
    expect(ids).toHaveLength(USDM_TRADES);
    expectNoHole(ids);
    expect([bought, sold]).toEqual([1_251.576, 1_177.79]);
    const gaps = (await recorded.session.report()).gaps.filter((gap) => gap.stream === 'trades');
    expect(gaps.length).toBeGreaterThanOrEqual(1);
    expect(gaps.every((gap) => gap.filled)).toBe(true);

    const played = await replay(recorded);
    expect(played.seqs).toEqual(recorded.events.map((event) => event.seq));
    expect(recorded.figures.length).toBeGreaterThan(300);
    expect(played.figures).toEqual(recorded.figures);

    for (let line = 7; line < recorded.figures.length; line += 41) {
      const expected = recorded.figures[line] ?? '';
      expect(await seek(recorded, JSON.parse(expected).asOfMs)).toBe(expected);
    }
  });

  it('without back-fill says in the session what is missing', async () => {
    const recorded = await recordPlayback(
      {
        play: USDM ?? '',
        speed: 60,
        waitForSubscriptions: ['btcusdt@aggTrade'],
        faults: [{ name: 'kill', atSeconds: 2, argument: 1 }],
      },
      {
        venues: ['binanceusdm'],
        assets: ['BTC'],
        backfill: false,
        until: (events) => {
          const newest = events.findLast((event) => event.kind === 'trade');
          return (newest?.tradeId ?? 0) >= LAST_USDM_ID;
        },
      },
    );
    const { ids } = tradesOf(recorded, BITCOIN);
    const report = await recorded.session.report();
    const missing = report.gaps.filter((gap) => gap.stream === 'trades' && !gap.filled);
    expect(missing.length).toBeGreaterThanOrEqual(1);
    expect(missing.reduce((sum, gap) => sum + (gap.missing ?? 0), 0)).toBe(USDM_TRADES - ids.length);
    expect(report.coverage.find((item) => item.stream === 'trades')?.share).toBeLessThan(1);
    expect((await replay(recorded)).figures).toEqual(recorded.figures);
  });
});

describe.runIf(BYBIT !== null)('the Bybit capture', () => {
  it('is recorded with exactly its trades', async () => {
    const recorded = await recordPlayback(
      { play: BYBIT ?? '', speed: 20, waitForSubscriptions: ['publicTrade.BTCUSDT'] },
      {
        venues: ['bybit'],
        assets: ['BTC', 'ETH', 'SOL', 'DOGE'],
        until: (events) => countTrades(events) >= 327,
      },
    );
    const counts = ['BTC', 'ETH', 'SOL', 'DOGE'].map(
      (asset) => tradesOf(recorded, `bybit:${asset}USDT`).ids.length,
    );
    expect(counts).toEqual([56, 23, 165, 83]);
    expect((await replay(recorded)).figures).toEqual(recorded.figures);
  });
});

/** What reading a large session costs, beside the same questions put to a plain DuckDB table of its trades. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { DuckDbSessionStore } from '../../../electron/engine/sessions/duckdb/duckDbSessionStore';
import type { RecordedSession, SessionStore } from '../../../electron/engine/sessions/sessionStore';
import { systemClock } from '../../../electron/engine/systemClock';
import { ReplayFold } from '../../../shared/feed/replayFold';
import { ReplayPlayer } from '../../../shared/feed/replayPlayer';
import { MarketModel } from '../../../shared/market/marketModel';
import { InstrumentTable } from '../../../shared/model/instrument';
import { DAY_MS } from '../../../shared/model/time';
import { median } from './statistics';

const SEEKS = [0.03, 0.5, 0.97, 0.25, 0.75];
const REPEATS = 3;
const SPEED = 600;
const PLAY_MS = 4_000;
const NOBODY = { onJump() {}, onApplied() {} };

export interface SessionReading {
  readonly openMs: number;
  /** Of the slowest of `SEEKS`, in a session just opened. */
  readonly seekMs: number;
  readonly rollupMs: number;
  readonly replayEventsPerSecond: number;
  /** Ours divided by plain DuckDB's. */
  readonly rollupRatio: number;
  readonly seekRatio: number;
}

export async function measureReading(file: string, folder: string): Promise<SessionReading> {
  const store = new DuckDbSessionStore({ folder: join(folder, 'sessions') });
  const openMs = await medianOf(async () => {
    const session = await opened(store, file);
    await session.overview();
    const { model, fold } = folding(session);
    await fold.moveTo(
      await session.seqAtTime(session.info.range.fromMs),
      new AbortController().signal,
      NOBODY,
    );
    model.figures({ windowMs: DAY_MS });
    await session.close();
  });
  const seekMs = await slowestSeek(store, file);
  const replayEventsPerSecond = await replayed(store, file);
  const { rollupMs, plainRollupMs, plainSeekMs } = await sql(file, folder);
  return {
    openMs,
    seekMs,
    rollupMs,
    replayEventsPerSecond,
    rollupRatio: rollupMs / plainRollupMs,
    seekRatio: seekMs / plainSeekMs,
  };
}

/** Each place in a session that was just opened; what is found must equal what playing there gives. */
async function slowestSeek(store: SessionStore, file: string): Promise<number> {
  let slowestMs = 0;
  for (const share of SEEKS) {
    const session = await opened(store, file);
    const { fromMs, toMs } = session.info.range;
    const timeMs = Math.round(fromMs + share * (toMs - fromMs));
    const { model, fold } = folding(session);
    const startMs = performance.now();
    const seq = await session.seqAtTime(timeMs);
    await fold.moveTo(seq, new AbortController().signal, NOBODY);
    const figures = model.figures({ windowMs: DAY_MS });
    slowestMs = Math.max(slowestMs, performance.now() - startMs);
    if (share === SEEKS[0]) {
      const played = folding(session).model;
      for await (const events of session.read(session.info.firstSeq - 1, seq, new AbortController().signal)) {
        for (const event of events) played.apply(event);
      }
      if (JSON.stringify(played.figures({ windowMs: DAY_MS })) !== JSON.stringify(figures)) {
        throw new Error('the figures after a seek differ from those after playing there');
      }
    }
    await session.close();
  }
  return slowestMs;
}

/** Events a second at `SPEED`; every one of them must have been seen. */
async function replayed(store: SessionStore, file: string): Promise<number> {
  const session = await opened(store, file);
  const { model } = folding(session);
  const player = new ReplayPlayer({ id: 'bench', source: session, model, clock: systemClock });
  let events = 0;
  player.attach((frame) => {
    events += frame.events.length;
  });
  await player.control({ type: 'speed', speed: SPEED });
  const fromMs = session.info.range.fromMs;
  await player.control({ type: 'play' });
  const startMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, PLAY_MS));
  await player.control({ type: 'pause' });
  const seconds = (performance.now() - startMs) / 1_000;
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { seq, nowMs } = player.status();
  if (events !== seq) throw new Error(`${events} of ${seq} events were seen in replay`);
  const speed = ((nowMs ?? fromMs) - fromMs) / 1_000 / seconds;
  console.log(`replay: ${Math.round(speed)}× reached of ${SPEED}×`);
  await player.close();
  return events / seconds;
}

/** The file as any tool opens it, and the same trades in a table as somebody would make it by hand. */
async function sql(file: string, folder: string) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '2GB' });
  const connection = await instance.connect();
  const timed = (query: string) =>
    medianOf(async () => {
      await (await connection.run(query)).fetchAllChunks();
    });
  try {
    await connection.run(`ATTACH '${file}' AS session (READ_ONLY)`);
    await connection.run(`ATTACH '${join(folder, 'plain.duckdb')}' AS plain`);
    await connection.run(
      `CREATE TABLE plain.trades AS SELECT exchange_ts AS ts, side, price, quantity AS amount
       FROM session.trade_v ORDER BY ts`,
    );
    const rollupMs = await timed(
      `SELECT (t - lag) // 60000 AS minute, inst, arg_min(price, seq), max(price), min(price), arg_max(price, seq),
         sum(quantity), sum(CASE side WHEN 1 THEN quantity ELSE -quantity END), count(*)
       FROM session.trade GROUP BY ALL ORDER BY minute`,
    );
    const plainRollupMs = await timed(
      `SELECT time_bucket(INTERVAL 1 minute, ts) AS minute, arg_min(price, rowid), max(price), min(price),
         arg_max(price, rowid), sum(amount), sum(CASE side WHEN 'buy' THEN amount ELSE -amount END), count(*)
       FROM plain.trades GROUP BY minute ORDER BY minute`,
    );
    // What a chart and its figures need at one moment: the day before it in minutes, and its last trades.
    const at = `(SELECT min(ts) + (max(ts) - min(ts)) / 2 FROM plain.trades)`;
    const plainSeekMs = await timed(
      `SELECT time_bucket(INTERVAL 1 minute, ts) AS minute, arg_min(price, rowid), max(price), min(price),
         arg_max(price, rowid), sum(amount), sum(CASE side WHEN 'buy' THEN amount ELSE -amount END)
       FROM plain.trades WHERE ts > ${at} - INTERVAL 1 day AND ts <= ${at} GROUP BY minute ORDER BY minute`,
    );
    return { rollupMs, plainRollupMs, plainSeekMs };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function folding(session: RecordedSession) {
  const instruments = InstrumentTable.from(session.info.instruments);
  const model = new MarketModel({ instruments, venues: session.info.venues });
  return { model, fold: new ReplayFold(session, model, systemClock) };
}

async function opened(store: SessionStore, file: string): Promise<RecordedSession> {
  const session = await store.open(file);
  if (!session.ok) throw new Error(session.error.message);
  return session.value;
}

async function medianOf(task: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const startMs = performance.now();
    await task();
    times.push(performance.now() - startMs);
  }
  return median(times);
}

/**
 * A Binance aggTrades file of any length, made of the trades of a real capture laid end to end: its prices, its
 * amounts, its times from trade to trade. The ids go on counting. Where the capture is absent, seeded trades
 * of our own stand in, and a line says so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const CAPTURE = 'captures/binance_usdm_BTCUSDT_20240808.log.gz';
const FOLDER = process.env.BREAKWATER_TEST_DATA ?? resolve(process.cwd(), '../shared/data');
const HEADER = 'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n';
const FIRST_ID = 2_300_000_000;
const SYNTHETIC_TRADES = 20_000;
const ROWS_PER_WRITE = 20_000;

interface Trade {
  readonly timeMs: number;
  readonly price: string;
  readonly quantity: string;
  readonly isBuyerMaker: boolean;
}

/** Writes `count` trades to `path`. */
export async function writeTiledTrades(path: string, count: number): Promise<void> {
  const trades = capturedTrades() ?? syntheticTrades();
  const first = trades[0]?.timeMs ?? 0;
  const spanMs = (trades.at(-1)?.timeMs ?? 0) - first + 20;
  const file = await open(path, 'w');
  try {
    let text = HEADER;
    for (let row = 0; row < count; row++) {
      const trade = trades[row % trades.length];
      if (trade === undefined) break;
      const timeMs = trade.timeMs + Math.floor(row / trades.length) * spanMs;
      const id = FIRST_ID + row;
      text += `${id},${trade.price},${trade.quantity},${id},${id},${timeMs},${trade.isBuyerMaker}\n`;
      if ((row + 1) % ROWS_PER_WRITE !== 0) continue;
      await file.write(text);
      text = '';
    }
    await file.write(text);
  } finally {
    await file.close();
  }
}

function capturedTrades(): readonly Trade[] | null {
  const path = resolve(FOLDER, CAPTURE);
  if (!existsSync(path)) {
    console.log(`${path} is not there: the trades are synthetic, from a fixed seed.`);
    return null;
  }
  const trades: Trade[] = [];
  for (const line of gunzipSync(readFileSync(path)).toString().split('\n')) {
    if (!line.includes('"e":"trade"')) continue;
    const message = JSON.parse(line.slice(line.indexOf(' ') + 1)) as { data: Record<string, unknown> };
    const { T, p, q, m } = message.data;
    trades.push({
      timeMs: Math.max(Number(T), trades.at(-1)?.timeMs ?? 0),
      price: String(p),
      quantity: String(q),
      isBuyerMaker: m === true,
    });
  }
  // Settlements and the like carry no amount; an import would leave them out.
  return trades.filter(({ price, quantity }) => Number(price) > 0 && Number(quantity) > 0);
}

function syntheticTrades(): readonly Trade[] {
  const random = seeded(2_024_08_08);
  let timeMs = Date.UTC(2024, 7, 8, 23, 54);
  let cents = 6_180_000;
  return Array.from({ length: SYNTHETIC_TRADES }, () => {
    timeMs += random() < 0.5 ? 0 : Math.floor(random() * 60);
    cents += Math.round((random() - 0.5) * 20) * 10;
    return {
      timeMs,
      price: (cents / 100).toFixed(2),
      quantity: (Math.ceil(random() ** 4 * 3_000) / 1_000).toFixed(3),
      isBuyerMaker: random() < 0.5,
    };
  });
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

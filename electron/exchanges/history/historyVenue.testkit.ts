/** A venue on loopback with one day of history: public files beside their checksums, and REST. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/model/time';

export const HISTORY_DAY = '2025-01-14';
export const HISTORY_DAY_MS = Date.parse(`${HISTORY_DAY}T00:00:00Z`);
export const HISTORY_TRADES = 2_500;

/** A minute of candles, as REST and public files have it. */
export function klineRow(index: number): readonly (string | number)[] {
  const openMs = HISTORY_DAY_MS + index * MINUTE_MS;
  const price = 96_500 + (index % 50);
  return [
    ...[openMs, `${price}.0`, `${price + 2}.0`, `${price - 2}.0`, `${price + 1}.0`, '3.000'],
    ...[openMs + MINUTE_MS - 1, `${3 * price}.0`, 30, '1.500', `${1.5 * price}`, '0'],
  ];
}

function trade(index: number) {
  const T = HISTORY_DAY_MS + Math.floor((index * DAY_MS) / HISTORY_TRADES);
  const id = 1_000 + index;
  return { a: id, p: `${96_500 + (index % 50)}.0`, q: '0.010', f: id, l: id, T, m: index % 2 === 0 };
}

const trades = Array.from({ length: HISTORY_TRADES }, (_, index) => trade(index));

export async function startHistoryVenue(files: ReadonlyMap<string, Buffer>) {
  const asked: string[] = [];
  /** Paths whose next answers are bytes that were changed on the way. */
  const damaged = new Map<string, number>();
  let limits = 0;
  let hold: { left: number; reached: () => void } | null = null;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    asked.push(url.pathname);
    if (limits > 0) {
      limits--;
      response.writeHead(429, { 'Retry-After': '0' }).end('too many');
      return;
    }
    const body = bodyOf(url);
    if (hold !== null && hold.left-- === 0) {
      response.write(body?.slice(0, body.length / 2) ?? '');
      hold.reached();
    } else if (body === null) response.writeHead(404).end('none');
    else response.end(body);
  });

  function bodyOf(url: URL): string | Buffer | null {
    const isChecksum = url.pathname.endsWith('.CHECKSUM');
    const path = isChecksum ? url.pathname.slice(0, -9) : url.pathname;
    const file = files.get(path);
    if (file !== undefined) {
      if (isChecksum)
        return `${createHash('sha256').update(file).digest('hex')}  ${path.split('/').at(-1)}\n`;
      const times = damaged.get(path) ?? 0;
      damaged.set(path, times - 1);
      return times > 0 ? Buffer.concat([file.subarray(0, -1), Buffer.from('!')]) : file;
    }
    return isChecksum ? null : restOf(url);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    damaged,
    limitNext: (count: number) => {
      limits = count;
    },
    /** Resolves when so many requests were answered and the next one has got half of its answer, and no more. */
    holdAfter: (answers: number) =>
      new Promise<void>((resolve) => {
        hold = { left: answers, reached: resolve };
      }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function restOf({ pathname, searchParams }: URL): string | null {
  const at = (name: string, otherwise: number) => Number(searchParams.get(name) ?? otherwise);
  const startMs = at('startTime', 0);
  const endMs = at('endTime', Number.POSITIVE_INFINITY);
  const limit = at('limit', 500);
  const within = (timeMs: number) => timeMs >= startMs && timeMs <= endMs;
  switch (pathname.split('/').at(-1)) {
    case 'klines': {
      const rows = Array.from({ length: 1_440 }, (_, index) => klineRow(index));
      return JSON.stringify(rows.filter(([openMs]) => within(Number(openMs))).slice(0, limit));
    }
    case 'aggTrades': {
      const fromId = at('fromId', -1);
      const found = trades.filter(({ a, T }) => (fromId >= 0 ? a >= fromId : within(T)));
      return JSON.stringify(found.slice(0, limit));
    }
    case 'fundingRate': {
      const rows = Array.from({ length: 9 }, (_, index) => HISTORY_DAY_MS - DAY_MS + index * 8 * HOUR_MS);
      const found = rows.filter(within).map((fundingTime) => ({ fundingTime, fundingRate: '0.00010000' }));
      return JSON.stringify(found);
    }
    default:
      return null;
  }
}

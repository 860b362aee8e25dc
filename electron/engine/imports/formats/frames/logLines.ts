/**
 * Lines of two kinds of logs as frames:
 * - `1723161255030314667 {…}`: the time of receipt in ns, then the frame as it came;
 * - rows `{"t": "header" | "http" | "connect" | "send" | "recv", "conn", "ts", "data"}`, where `data` is the frame or
 *   the answer as text and `ts` the time in seconds.
 */
import type { LoggedFrame } from '../../../../../shared/feed/frameLog';

export type LogLine =
  | { readonly kind: 'frame'; readonly frame: LoggedFrame }
  /** Names the exchange of what follows; null when it does not. */
  | { readonly kind: 'header'; readonly exchange: string | null }
  /** What the recorder itself sent. */
  | { readonly kind: 'sent' }
  | { readonly kind: 'unreadable' };

const UNREADABLE: LogLine = { kind: 'unreadable' };

export function stampedLine(line: string): LogLine {
  const match = /^(\d{19}) +([[{].*)$/.exec(line);
  const stamp = match?.[1];
  const data = parsed(match?.[2]);
  if (stamp === undefined || data === undefined) return UNREADABLE;
  const receiveTimeMs = Number(stamp.slice(0, 13));
  return { kind: 'frame', frame: { kind: 'frame', connection: '', url: '', receiveTimeMs, data } };
}

/** Rows of one log: what a connection is connected to is said once. */
export class RowLines {
  readonly #urls = new Map<string, string>();

  read(line: string): LogLine {
    const row = parsed(line);
    if (!isObject(row)) return UNREADABLE;
    const { t, ts, conn, data } = row;
    if (t === 'header')
      return { kind: 'header', exchange: typeof row.exchange === 'string' ? row.exchange : null };
    if (t === 'send') return { kind: 'sent' };
    const connection = typeof conn === 'string' ? conn : '';
    if (typeof ts !== 'number' || !Number.isFinite(ts)) return UNREADABLE;
    const receiveTimeMs = Math.floor(ts * 1_000);
    if (t === 'connect') {
      const url = typeof row.addr === 'string' ? row.addr : '';
      this.#urls.set(connection, url);
      return { kind: 'frame', frame: { kind: 'opened', connection, url, receiveTimeMs, data: null } };
    }
    if (t !== 'recv' && t !== 'http') return UNREADABLE;
    const content = typeof data === 'string' ? parsed(data) : data;
    if (content === undefined) return UNREADABLE;
    const kind = t === 'http' ? 'answer' : 'frame';
    const own = typeof row.url === 'string' ? row.url : (this.#urls.get(connection) ?? '');
    return { kind: 'frame', frame: { kind, connection, url: own, receiveTimeMs, data: content } };
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined for what is no JSON. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Captures in the format of cryptofeed's raw recorder: JSON rows `{"t","conn","ts","data"}`, one socket
 * after the other. Rows are merged by receive time, for which the whole file is held in memory.
 */
import type { Capture, CaptureFrame } from './captureFrame';
import { lineBatches } from './lines';

interface Row {
  readonly t: string;
  readonly conn?: string;
  readonly ts: number;
  readonly addr?: string;
  readonly data?: string;
  readonly exchange?: string;
}

interface Received {
  readonly topic?: string;
  readonly ts?: number;
}

export function bybitCapture(path: string): Capture {
  return { venue: 'bybit', frames: () => readFrames(path) };
}

/** The exchange named by the header row; null when the line is not such a header. */
export function exchangeOfHeader(line: string): string | null {
  if (!line.startsWith('{"t":"header"')) return null;
  return (JSON.parse(line) as Row).exchange ?? null;
}

async function* readFrames(path: string): AsyncGenerator<CaptureFrame[]> {
  const received: Row[] = [];
  const channels = new Map<string, string>();
  for await (const lines of lineBatches(path)) {
    for (const line of lines) {
      const row = JSON.parse(line) as Row;
      if (row.t === 'connect' && row.addr !== undefined) {
        channels.set(row.conn ?? '', new URL(row.addr).pathname);
      }
      if (row.t === 'recv') received.push(row);
    }
  }
  received.sort((left, right) => left.ts - right.ts);
  let marketTimeMs = 0;
  const frames: CaptureFrame[] = [];
  for (const row of received) {
    const text = row.data ?? '';
    const data = JSON.parse(text) as Received;
    if (data.topic === undefined) continue;
    marketTimeMs = Math.max(marketTimeMs, data.ts ?? 0);
    const channel = channels.get(row.conn ?? '') ?? '';
    frames.push({ marketTimeMs, channel, stream: data.topic, text, data });
  }
  yield frames;
}

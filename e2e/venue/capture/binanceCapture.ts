/**
 * Captures in the format of hftbacktest's recorder: one line is `<receive time ns> <frame>`, a frame is a
 * combined-stream message `{"stream","data"}` or the body of a REST depth snapshot.
 */
import type { Capture, CaptureFrame, WithEventTime } from './captureFrame';
import { lineBatches } from './lines';

interface CombinedFrame extends WithEventTime {
  readonly stream?: string;
  readonly data?: WithEventTime;
}

interface VenueMarks {
  readonly lastUpdateId?: number;
  readonly E?: number;
  readonly e?: string;
  readonly M?: boolean;
  readonly pu?: number;
}

export function binanceCapture(path: string, venue: 'binance' | 'binanceusdm'): Capture {
  return { venue, frames: () => readFrames(path) };
}

/** Spot and USD-M frames differ in a few fields; null when a frame does not tell. */
export function binanceVenueOf(frame: CaptureFrame): 'binance' | 'binanceusdm' | null {
  const data = frame.data as VenueMarks;
  if (data.e === 'trade') return data.M === undefined ? 'binanceusdm' : 'binance';
  if (data.e === 'depthUpdate') return data.pu === undefined ? 'binance' : 'binanceusdm';
  if (data.lastUpdateId !== undefined) return data.E === undefined ? 'binance' : 'binanceusdm';
  return null;
}

async function* readFrames(path: string): AsyncGenerator<CaptureFrame[]> {
  let marketTimeMs = 0;
  for await (const lines of lineBatches(path)) {
    const frames: CaptureFrame[] = [];
    for (const line of lines) {
      const space = line.indexOf(' ');
      const received = line.slice(space + 1).trimEnd();
      const parsed = JSON.parse(received) as CombinedFrame;
      const stream = parsed.stream ?? null;
      const data = stream === null ? parsed : (parsed.data ?? parsed);
      // A snapshot answers a request, so its time may lie beyond the frames that follow it.
      if (stream !== null || marketTimeMs === 0) {
        const firstReceiveMs = marketTimeMs === 0 ? Math.floor(Number(line.slice(0, space - 6))) : 0;
        marketTimeMs = Math.max(marketTimeMs, data.E ?? firstReceiveMs);
      }
      frames.push({ marketTimeMs, channel: '', stream, text: payloadText(received, stream), data });
    }
    yield frames;
  }
}

/** The `data` member of a combined frame, cut out so that its bytes stay as they were received. */
function payloadText(received: string, stream: string | null): string {
  return stream === null ? received : received.slice(received.indexOf('"data":') + 7, -1);
}

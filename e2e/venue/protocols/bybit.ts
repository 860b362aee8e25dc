/** Bybit v5: the subscribe dialect, one channel per socket path. */
import type { CaptureFrame } from '../capture/captureFrame';
import type { ClientConnection } from '../transport/clientConnection';
import { parseClientRequest } from '../transport/clientRequest';
import type { Hub } from '../transport/hub';
import type { RestAnswer, RestRequest } from '../transport/restAnswer';
import { BybitChannel } from './bybitChannel';
import { bybitRest } from './bybitRest';
import type { VenueProtocol } from './venueProtocol';

interface LiquidationFrame {
  readonly topic: string;
  readonly ts: number;
  readonly data: readonly { readonly T: number }[];
}

const CONNECTION_ID = 'loopback';

export class BybitProtocol implements VenueProtocol {
  readonly venue = 'bybit';
  readonly #nowMs: () => number;
  readonly #linear = new BybitChannel('linear');
  readonly #spot = new BybitChannel('spot');

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  hubOf(path: string): Hub | null {
    return this.#channelOf(path)?.hub ?? null;
  }

  hubs(): readonly Hub[] {
    return [this.#linear.hub, this.#spot.hub];
  }

  preview(frame: CaptureFrame): void {
    this.#channelOf(frame.channel)?.preview(frame);
  }

  play(frame: CaptureFrame): void {
    this.#channelOf(frame.channel)?.play(frame);
  }

  tick(nowMs: number): void {
    this.#linear.tick(nowMs);
    this.#spot.tick(nowMs);
  }

  injectLiquidation(frame: unknown, nowMs: number): void {
    const { topic, ts, data, ...rest } = frame as LiquidationFrame;
    const moved = data.map((item) => ({ ...item, T: nowMs - (ts - item.T) }));
    this.#linear.hub.publish(topic, JSON.stringify({ topic, ...rest, ts: nowMs, data: moved }));
  }

  open(): void {
    // A Bybit socket names its topics in messages only.
  }

  receive(connection: ClientConnection, text: string): void {
    const request = parseClientRequest(text);
    const topics = Array.isArray(request.args) ? request.args.map(String) : [];
    const channel = this.#channelOf(connection.url.pathname);
    const req_id = typeof request.req_id === 'string' ? request.req_id : '';
    const op = String(request.op ?? '');
    const isKnown = op === 'subscribe' || op === 'unsubscribe' || op === 'ping';
    const ret_msg = op === 'ping' ? 'pong' : isKnown ? '' : `Unknown op ${op}`;
    connection.reply(JSON.stringify({ success: isKnown, ret_msg, conn_id: CONNECTION_ID, req_id, op }));
    for (const topic of topics) {
      if (op === 'subscribe') channel?.subscribe(connection, topic);
      if (op === 'unsubscribe') channel?.hub.unsubscribe(connection, topic);
    }
  }

  rest(request: RestRequest): RestAnswer {
    const category = request.query.get('category') ?? 'linear';
    const channel = [this.#linear, this.#spot].find((one) => one.category === category);
    return bybitRest(request, channel, this.#nowMs());
  }

  restKind(path: string): 'depth' | 'tradeHistory' | 'other' {
    if (path.endsWith('/orderbook')) return 'depth';
    return path.endsWith('/recent-trade') ? 'tradeHistory' : 'other';
  }

  isTradeTopic(topic: string): boolean {
    return topic.startsWith('publicTrade.');
  }

  unknownFrames(nowMs: number): readonly string[] {
    const trade = { T: nowMs, s: 'NOSUCHUSDT', S: 'Buy', v: '1', p: '1', i: 'no-such-trade', BT: false };
    return [
      JSON.stringify({ topic: 'brandNew.BTCUSDT', type: 'snapshot', ts: nowMs, data: {} }),
      JSON.stringify({ topic: 'publicTrade.NOSUCHUSDT', type: 'snapshot', ts: nowMs, data: [trade] }),
      JSON.stringify({ success: true, ret_msg: '', conn_id: CONNECTION_ID, op: 'brandNew' }),
    ];
  }

  tradesPlayed(): number {
    return this.#linear.tradesPlayed + this.#spot.tradesPlayed;
  }

  #channelOf(path: string): BybitChannel | undefined {
    if (path.startsWith('/v5/public/linear')) return this.#linear;
    return path.startsWith('/v5/public/spot') ? this.#spot : undefined;
  }
}

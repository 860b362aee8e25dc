/**
 * The bytes of the protocol. Every message is one `Uint8Array` that begins with its kind:
 *
 *     control  u8 = 1, then JSON (both directions)
 *     value    u8 = 2, 3 zero bytes, u32 subscription, then JSON      (engine → window)
 *     frame    u8 = 3, 3 zero bytes, u32 subscription, then a frame   (engine → window)
 *
 * The eight bytes before a frame keep its columns aligned, so the window reads them without a copy.
 * What does not parse is reported as an error value; the receiver closes the link, because after a broken
 * message neither end knows the other's state.
 */
import { z } from 'zod';
import { type AppError, fail, ok, type Result } from '../model/result';
import type { TopicPayload, ValueTopic } from './api';
import { encodeFrame } from './frameCodec';
import type { MarketFrame } from './frames';

/** Largest message a window may send. */
export const MAX_INBOUND_BYTES = 1024 * 1024;

const CONTROL = 1;
const VALUE = 2;
const FRAME = 3;
const PUSH_HEADER_BYTES = 8;

const id = z.number().int().min(0).max(0xffff_ffff);

const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, call: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('subscribe'), id, topic: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('unsubscribe'), id }),
  /** One pushed message was dealt with: returns its credit. */
  z.object({ type: z.literal('ack'), id }),
]);

const errorSchema = z.object({ code: z.string(), message: z.string(), retryable: z.boolean() }).loose();

const engineMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('answer'),
    id,
    result: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), error: errorSchema }),
    ]),
  }),
  /** A subscription was refused, or ended without being asked to. */
  z.object({ type: z.literal('ended'), id, error: errorSchema }),
]);

export type ClientMessage =
  | { readonly type: 'call'; readonly id: number; readonly call: string; readonly params: unknown }
  | { readonly type: 'subscribe'; readonly id: number; readonly topic: string; readonly params: unknown }
  | { readonly type: 'unsubscribe' | 'ack'; readonly id: number };

export type EngineMessage =
  | { readonly type: 'answer'; readonly id: number; readonly result: Result<unknown> }
  | { readonly type: 'ended'; readonly id: number; readonly error: AppError };

/** What one subscription pushes, encoded once however many windows it goes to. */
export interface Push {
  readonly kind: 'value' | 'frame';
  readonly payload: Uint8Array;
}

export function valuePush<N extends ValueTopic>(_topic: N, value: TopicPayload<N>): Push {
  return { kind: 'value', payload: new TextEncoder().encode(JSON.stringify(value)) };
}

export function framePush(frame: MarketFrame): Push {
  return { kind: 'frame', payload: encodeFrame(frame) };
}

/** Throws when the value is not JSON (a cycle, a bigint). */
export function encodeControl(message: ClientMessage | EngineMessage): Uint8Array<ArrayBuffer> {
  // U+0001 is the single byte 1 in UTF-8: the kind byte.
  return new TextEncoder().encode(String.fromCharCode(CONTROL) + JSON.stringify(message));
}

export function encodePush(subscription: number, push: Push): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(PUSH_HEADER_BYTES + push.payload.byteLength);
  bytes[0] = push.kind === 'frame' ? FRAME : VALUE;
  new DataView(bytes.buffer).setUint32(4, subscription, true);
  bytes.set(push.payload, PUSH_HEADER_BYTES);
  return bytes;
}

export function decodeClientMessage(bytes: Uint8Array): Result<ClientMessage> {
  if (bytes[0] !== CONTROL) return broken('of an unknown kind');
  const json = parseJson(bytes.subarray(1));
  if (!json.ok) return json;
  const parsed = clientMessageSchema.safeParse(json.value);
  return parsed.success ? ok(parsed.data) : broken('of an unknown shape');
}

export type ReceivedMessage =
  | EngineMessage
  | { readonly type: 'push'; readonly id: number; readonly push: Push };

export function decodeEngineMessage(bytes: Uint8Array): Result<ReceivedMessage> {
  const kind = bytes[0];
  if (kind === VALUE || kind === FRAME) {
    if (bytes.byteLength < PUSH_HEADER_BYTES) return broken('cut short');
    const subscription = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
    const payload = bytes.subarray(PUSH_HEADER_BYTES);
    return ok({
      type: 'push',
      id: subscription,
      push: { kind: kind === FRAME ? 'frame' : 'value', payload },
    });
  }
  if (kind !== CONTROL) return broken('of an unknown kind');
  const json = parseJson(bytes.subarray(1));
  if (!json.ok) return json;
  const parsed = engineMessageSchema.safeParse(json.value);
  // Error codes of a newer engine are passed through as they are.
  return parsed.success ? ok(parsed.data as EngineMessage) : broken('of an unknown shape');
}

export function parseJson(bytes: Uint8Array): Result<unknown> {
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return broken('that is not JSON');
  }
}

function broken(how: string): Result<never> {
  return fail('bad-argument', `The other end sent a message ${how}.`);
}

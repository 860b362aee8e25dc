/**
 * States of the market model as they lie in a file: deflated, a third of their size. States that were saved
 * before that are told from these by their first byte.
 */
import { deflateSync, inflateSync } from 'node:zlib';

/** Quick: a state is written every few minutes of market time, also in a simulation at full speed. */
const LEVEL = 1;
/** First byte of what is deflated; a state itself begins with the length of its format's name. */
const DEFLATED = 0x78;
/** No state is nearly as large: a damaged file must not fill the memory. */
const MOST_BYTES = 64 * 1024 * 1024;

export function packState(state: Uint8Array): Uint8Array {
  return deflateSync(state, { level: LEVEL });
}

/** What cannot be unpacked comes back as it is: the model refuses it, and the session is folded without it. */
export function unpackState(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== DEFLATED) return Uint8Array.from(bytes);
  try {
    return Uint8Array.from(inflateSync(bytes, { maxOutputLength: MOST_BYTES }));
  } catch {
    return Uint8Array.from(bytes);
  }
}

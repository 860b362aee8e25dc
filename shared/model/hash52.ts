/**
 * A number for ids that are none (UUIDs): 52 bits, so that it is exact in a double and in a session file.
 * It names a trade; duplicates are told by the id itself, never by this number.
 */
export function hash52(text: string): number {
  // Two independent 32-bit multiplicative hashes, mixed at the end (the "cyrb53" construction).
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (low & 0xfffff) * 2 ** 32 + (high >>> 0);
}

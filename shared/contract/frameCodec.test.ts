import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame } from './frameCodec';
import { anyBarsFrame, anyFrame, anyTapeFrame } from './frames.testkit';

describe('frame codec', () => {
  it('gives back what went in, NaN and all', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        expect(decodeFrame(encodeFrame(frame))).toEqual({ ok: true, value: frame });
      }),
    );
  });

  it('reads aligned columns in place and copies only when it must', () => {
    fc.assert(
      fc.property(anyTapeFrame, fc.integer({ min: 0, max: 15 }), (frame, shift) => {
        const encoded = encodeFrame(frame);
        const moved = new Uint8Array(encoded.byteLength + 16);
        moved.set(encoded, shift);
        const result = decodeFrame(moved.subarray(shift, shift + encoded.byteLength));
        expect(result).toEqual({ ok: true, value: frame });
        expect(result.ok && result.value.type === 'tape' && result.value.seq.buffer === moved.buffer).toBe(
          shift % 8 === 0,
        );
      }),
    );
  });

  it('refuses a frame that is cut short or has bytes too many', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), (frame, cut) => {
        const encoded = encodeFrame(frame);
        expect(decodeFrame(encoded.subarray(0, cut % encoded.byteLength)).ok).toBe(false);
        const longer = new Uint8Array(encoded.byteLength + 1 + (cut % 64));
        longer.set(encoded);
        expect(decodeFrame(longer).ok).toBe(false);
      }),
    );
  });

  it('refuses a header with a flipped bit, save in its mode and its two plain numbers', () => {
    const plainNumbers = new Set([12, 13, 14, 15, ...Array.from({ length: 8 }, (_, at) => 16 + at)]);
    const unused = new Set([5, 6, 7]);
    fc.assert(
      fc.property(anyBarsFrame, fc.nat({ max: 32 * 8 - 1 }), (frame, bit) => {
        const encoded = encodeFrame(frame);
        const at = bit >> 3;
        encoded[at] = (encoded[at] ?? 0) ^ (1 << (bit & 7));
        const free = plainNumbers.has(at) || unused.has(at) || bit === 4 * 8;
        fc.pre(!free);
        expect(decodeFrame(encoded).ok).toBe(false);
      }),
    );
  });

  it('never throws, and never lets a row name an unknown instrument, whatever bits are flipped', () => {
    const flips = fc.array(fc.nat(), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(anyFrame, flips, (frame, bits) => {
        const encoded = encodeFrame(frame);
        for (const bit of bits) {
          const at = (bit >> 3) % encoded.byteLength;
          encoded[at] = (encoded[at] ?? 0) ^ (1 << (bit & 7));
        }
        const result = decodeFrame(encoded);
        if (!result.ok) expect(result.error.code).toBe('bad-argument');
        else if (result.value.type === 'tape') {
          const { instrument, instruments } = result.value;
          expect(instrument.every((index) => index < instruments.length)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeFrame(bytes).ok).toBe(false);
      }),
    );
  });

  it('treats columns of unequal length as a bug of the caller', () => {
    fc.assert(
      fc.property(anyBarsFrame, (frame) => {
        const uneven = { ...frame, close: new Float64Array(frame.close.length + 1) };
        expect(() => encodeFrame(uneven)).toThrow(RangeError);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packState, unpackState } from './packedState';

const NAME = new TextEncoder().encode('breakwater-market');

/** Begins as states do: with the length of a name. */
const state = fc
  .uint8Array({ maxLength: 2_000 })
  .map((rest) => Uint8Array.from([NAME.length, ...NAME, ...rest]));

describe('the state of a market in a file', () => {
  it('comes back bit for bit, also when it was saved as it is', () => {
    fc.assert(
      fc.property(state, (bytes) => {
        expect([...unpackState(packState(bytes))]).toEqual([...bytes]);
        expect([...unpackState(bytes)]).toEqual([...bytes]);
      }),
    );
  });

  it('is handed on as it is when it is damaged', () => {
    fc.assert(
      fc.property(state, fc.nat(), (bytes, cut) => {
        const packed = packState(bytes);
        const damaged = packed.slice(0, 1 + (cut % (packed.length - 1)));
        expect([...unpackState(damaged)]).toEqual([...damaged]);
      }),
    );
  });
});

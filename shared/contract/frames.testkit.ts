import fc from 'fast-check';
import type { BarsFrame, MarketFrame, StudyFrame, TapeFrame } from './frames';

const rowCount = fc.integer({ min: 0, max: 40 });
const mode = fc.constantFrom('snapshot' as const, 'update' as const);
const epoch = fc.nat({ max: 1_000_000 });

function float64(rows: number): fc.Arbitrary<Float64Array> {
  return fc
    .array(fc.double(), { minLength: rows, maxLength: rows })
    .map((values) => new Float64Array(values));
}

function uint8(rows: number, max: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: rows, maxLength: rows, max }).map((values) => new Uint8Array(values));
}

export const anyBarsFrame: fc.Arbitrary<BarsFrame> = rowCount.chain((rows) =>
  fc.record({
    type: fc.constant('bars' as const),
    epoch,
    mode,
    openTimeMs: float64(rows),
    open: float64(rows),
    high: float64(rows),
    low: float64(rows),
    close: float64(rows),
    volumeBase: float64(rows),
    takerBuyBase: float64(rows),
    shortsUsd: float64(rows),
    longsUsd: float64(rows),
    flags: uint8(rows, 3),
  }),
);

export const anyTapeFrame: fc.Arbitrary<TapeFrame> = fc
  .tuple(rowCount, fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }))
  .chain(([rows, instruments]) =>
    fc.record({
      type: fc.constant('tape' as const),
      epoch,
      mode,
      skipped: fc.nat({ max: 0xffff_ffff }),
      seq: float64(rows),
      exchangeTimeMs: float64(rows),
      price: float64(rows),
      quantityBase: float64(rows),
      notionalUsd: float64(rows),
      instrument: fc
        .array(fc.nat({ max: instruments.length - 1 }), { minLength: rows, maxLength: rows })
        .map((indexes) => new Uint16Array(indexes)),
      side: uint8(rows, 1),
      instruments: fc.constant(instruments),
    }),
  );

const anyStudyFrame: fc.Arbitrary<StudyFrame> = fc
  .tuple(rowCount, fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 }))
  .chain(([rows, lines]) =>
    fc.record({
      type: fc.constant('study' as const),
      epoch,
      mode,
      openTimeMs: float64(rows),
      lines: fc.constant(lines),
      values: fc.tuple(...lines.map(() => float64(rows))),
    }),
  );

export const anyFrame: fc.Arbitrary<MarketFrame> = fc.oneof(anyBarsFrame, anyTapeFrame, anyStudyFrame);
